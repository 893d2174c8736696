/** A name and a telephone as a screen may have them: masked, they tell people apart and give nobody away. Pure. */
import type { Contacts } from '../wire/nearby.ts';

/** 王建国 → 王**; the length is kept, for it is seen in the room who is meant. */
export function nameFor(contacts: Contacts, name: string | undefined): string {
  if (name === undefined || contacts === 'none') return '';
  const [first = '', ...rest] = name;
  return contacts === 'full' ? name : first + '*'.repeat(rest.length);
}

/** 13812340042 → 138****0042; of a short one the last two digits. */
export function phoneFor(contacts: Contacts, phone: string | undefined): string {
  if (phone === undefined || contacts === 'none') return '';
  if (contacts === 'full') return phone;
  const [head, tail] = phone.length >= 11 ? [3, 4] : [0, 2];
  return phone.slice(0, head) + '*'.repeat(Math.max(0, phone.length - head - tail)) + phone.slice(-tail);
}
