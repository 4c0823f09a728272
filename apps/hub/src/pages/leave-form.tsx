import { Button } from '@garance/web/view';
import { HiddenCsrf } from './hidden-csrf.tsx';

interface LeaveFormProps {
  /** Where the form is sent: the transaction's own `leave` address. */
  readonly action: string;
  readonly csrf: string;
  readonly label: string;
  readonly variant?: 'primary' | 'quiet' | 'secondary';
}

/** Button back to the service, on every choice and error page of a login. */
export function LeaveForm({ action, csrf, label, variant = 'quiet' }: LeaveFormProps) {
  return (
    <form method="post" action={action}>
      <HiddenCsrf token={csrf} />
      <Button variant={variant}>{label}</Button>
    </form>
  );
}
