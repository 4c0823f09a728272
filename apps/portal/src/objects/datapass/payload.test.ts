import { describe, expect, it } from 'vitest';
import { datapassEvents } from '../request/datapass-fields.ts';
import { findPayloadProblem } from './check-payload.ts';
import { type DatapassPayload, eventNamed, readPayload } from './payload.ts';
import { datapassBody } from './testing/datapass-sender.ts';

const body = (change: (payload: Record<string, unknown> & { data: Record<string, unknown> }) => void) => {
  const payload = JSON.parse(datapassBody({ event: 'create', firedAt: 1000 }));
  change(payload);
  return Buffer.from(JSON.stringify(payload));
};
const fieldOf = (change: Parameters<typeof body>[0]) => {
  const read = readPayload(body(change));
  return read.kind === 'unreadable' ? read.field : read.kind;
};
const organisation = (change: object) => (payload: { data: Record<string, unknown> }) => {
  payload.data.organization = { siret: '98043033400022', ...change };
};
const applicant = (change: object) => (payload: { data: Record<string, unknown> }) => {
  payload.data.applicant = { email: 'jeanne@saint-ail.example', ...change };
};

describe('the name of an event', () => {
  it('is one of eleven, or of two that an automatic rule of DataPass causes', () => {
    expect([...datapassEvents].sort()).toEqual([
      'approve',
      'archive',
      'cancel_reopening',
      'create',
      'refuse',
      'reopen',
      'request_changes',
      'revoke',
      'submit',
      'transfer',
      'update',
    ]);
    for (const event of datapassEvents) expect(eventNamed(event)).toBe(event);
    expect([eventNamed('create_by_api'), eventNamed('update_by_api')]).toEqual(['create', 'update']);
  });

  it.each(['', 'constructor', 'toString', 'Create', 'system_import'])('is unknown: %j', (name) => {
    expect(eventNamed(name)).toBeUndefined();
  });
});

describe('a payload', () => {
  it('in the form of the documentation is an event, with ids as text and unknown members kept', () => {
    const read = readPayload(
      body((payload) => {
        payload.tomorrow = 1;
        payload.data.tomorrow = 2;
      }),
    );
    expect(read).toMatchObject({
      kind: 'event',
      payload: {
        event: 'create',
        fired_at: 1000,
        model_id: '9001',
        tomorrow: 1,
        data: {
          id: '9001',
          tomorrow: 2,
          organization: { siret: '98043033400022', id: 9002 },
          applicant: { email: 'jeanne.martin@saint-ail.example', id: 9003 },
          data: { intitule: 'Inscriptions scolaires', un_champ_de_demain: 'gardé' },
        },
      },
    });
  });

  it('may omit the optional members, or give them as null', () => {
    const read = readPayload(
      body((payload) => {
        payload.model_type = null;
        delete payload.model_id;
        for (const name of ['public_id', 'state', 'form_uid', 'data']) delete payload.data[name];
        payload.data.organization = { siret: '1', name: null };
        payload.data.applicant = { email: 'a@b.example', given_name: null };
      }),
    );
    expect(read).toMatchObject({ kind: 'event', payload: { data: { data: {} } } });
  });

  it.each<[string, Parameters<typeof body>[0]]>([
    ['event', (payload) => Object.assign(payload, { event: '' })],
    ['event', (payload) => Object.assign(payload, { event: 'x'.repeat(61) })],
    ['fired_at', (payload) => Object.assign(payload, { fired_at: -1 })],
    ['fired_at', (payload) => Object.assign(payload, { fired_at: 1.5 })],
    ['fired_at', (payload) => Object.assign(payload, { fired_at: '1000' })],
    ['model_type', (payload) => Object.assign(payload, { model_type: 'x'.repeat(201) })],
    ['model_id', (payload) => Object.assign(payload, { model_id: '' })],
    ['data', (payload) => Object.assign(payload, { data: 'x' })],
    ['data.id', ({ data }) => Object.assign(data, { id: '' })],
    ['data.id', ({ data }) => Object.assign(data, { id: 'x'.repeat(101) })],
    ['data.id', ({ data }) => Object.assign(data, { id: 1.5 })],
    ['data.state', ({ data }) => Object.assign(data, { state: 'x'.repeat(61) })],
    ['data.form_uid', ({ data }) => Object.assign(data, { form_uid: 'x'.repeat(201) })],
    ['data.data', ({ data }) => Object.assign(data, { data: 'x' })],
    ['data.organization', ({ data }) => Object.assign(data, { organization: null })],
    ['data.organization.siret', organisation({ siret: 'x'.repeat(41) })],
    ['data.organization.name', organisation({ name: 'x'.repeat(20_001) })],
    ['data.applicant', ({ data }) => Object.assign(data, { applicant: null })],
    ['data.applicant.email', applicant({ email: 'not-an-address' })],
    ['data.applicant.email', applicant({ email: `a@${'b'.repeat(60)}.${'c.'.repeat(100)}example` })],
    ['data.applicant.given_name', applicant({ given_name: 1 })],
    ['data.applicant.family_name', applicant({ family_name: 1 })],
    ['data.applicant.phone_number', applicant({ phone_number: 1 })],
    ['data.applicant.job_title', applicant({ job_title: 1 })],
  ])('is unreadable, the field is named and its value is not: %s (%#)', (field, change) => {
    expect(fieldOf(change)).toBe(field);
  });

  it('is accepted up to this length', () => {
    expect(fieldOf(({ data }) => Object.assign(data, { id: 'x'.repeat(100) }))).toBe('event');
    expect(fieldOf((payload) => Object.assign(payload, { event: 'x'.repeat(60) }))).toBe('event');
    expect(fieldOf((payload) => Object.assign(payload, { fired_at: 0 }))).toBe('event');
    expect(fieldOf((payload) => Object.assign(payload, { model_type: 'x'.repeat(200) }))).toBe('event');
    expect(fieldOf(({ data }) => Object.assign(data, { state: 'x'.repeat(60) }))).toBe('event');
    expect(fieldOf(({ data }) => Object.assign(data, { form_uid: 'x'.repeat(200) }))).toBe('event');
    expect(fieldOf(({ data }) => Object.assign(data, { public_id: 'x', id: 'x' }))).toBe('event');
    expect(fieldOf(organisation({ siret: 'x'.repeat(40), name: 'x'.repeat(20_000) }))).toBe('event');
    expect(fieldOf(applicant({ email: `${'a'.repeat(50)}@${'b'.repeat(60)}.example` }))).toBe('event');
  });

  it.each([
    ['no JSON', Buffer.from('{')],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['no UTF-8 somewhere', Buffer.from('{"test":true,"x":"\xff"}', 'latin1')],
    ['no object', Buffer.from('1')],
    ['nothing', Buffer.alloc(0)],
  ])('is unreadable when it is %s', (_, bytes) => {
    expect(readPayload(bytes)).toEqual({ kind: 'unreadable', field: 'body' });
  });

  it('of a trial delivery contains no event', () => {
    expect(readPayload(Buffer.from('{"test":true,"more":1}'))).toEqual({ kind: 'trial' });
    expect(readPayload(Buffer.from('{"test":false}')).kind).toBe('unreadable');
  });
});

describe('attack 29: control characters in a delivery', () => {
  it('are removed from every text, also when escaped in JSON; line breaks stay', () => {
    const hostile = { name: 'Mairie\0 de\u001b Saint-Ail\u0085', insee_payload: { note: 'a\0\r\nb' } };
    const read = readPayload(body(organisation(hostile)));
    expect(read).toMatchObject({
      kind: 'event',
      payload: {
        data: { organization: { name: 'Mairie de Saint-Ail', insee_payload: { note: 'a\r\nb' } } },
      },
    });
  });
});

describe('an event that can be read', () => {
  const nowMs = 1_000_000_000;
  const problemOf = (firedAt: number, siret: string) =>
    findPayloadProblem(
      { fired_at: firedAt, data: { organization: { siret } } as DatapassPayload['data'] },
      nowMs,
    );

  it('may be dated up to a day ahead of our clock, and no later: it would hide all later events', () => {
    expect(problemOf(1_000_000 + 86_400, '98043033400022')).toBeUndefined();
    expect(problemOf(1_000_000 + 86_401, '98043033400022')).toBe('datapass.fired_in_the_future');
  });

  it('may be as old as it likes: repeated deliveries change nothing', () => {
    expect(problemOf(0, '98043033400022')).toBeUndefined();
  });

  it('names an organisation by fourteen digits, blanks ignored', () => {
    expect(problemOf(0, '980 430 334 00022')).toBeUndefined();
    for (const siret of ['', '9804303340002', '980430334000222', '9804303340002a', 'x98043033400022']) {
      expect(problemOf(0, siret), siret).toBe('datapass.siret_invalid');
    }
  });
});
