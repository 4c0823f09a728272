import type { ComponentChildren } from 'preact';

export interface TagProps {
  readonly children: ComponentChildren;
  readonly tone?: 'neutral' | 'accent' | 'success' | 'warning' | 'error';
}

/** A state or level in one or two words. */
export function Tag({ children, tone = 'neutral' }: TagProps) {
  return <strong class={`garance-tag garance-tag--${tone}`}>{children}</strong>;
}
