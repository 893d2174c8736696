/** Entities as a demonstration of the past may show them. Pure. */
import type { Case, Entity } from '../../wire/entity.ts';
import type { AlertItem } from '../../wire/messages.ts';
import { maskAddress, maskDegrees, maskName, maskPhone, maskText } from './text.ts';

const masked = new WeakMap<Entity, Entity>();

/** The same object for the same entity: whoever compares finds no change where there is none. */
export function maskEntity<E extends Entity>(entity: E): E {
  let known = masked.get(entity);
  if (!known) masked.set(entity, known = maskedOf(entity));
  return known as E;
}

function maskedOf(entity: Entity): Entity {
  switch (entity.kind) {
    case 'case': return { ...entity, address: maskAddress(entity.address), ...pointOf(entity) };
    case 'staff': return { ...entity, ...(entity.name === undefined ? {} : { name: maskName(entity.name) }), ...(entity.phone === undefined ? {} : { phone: maskPhone(entity.phone) }) };
    case 'alert': return { ...entity, title: maskText(entity.title), issuer: maskText(entity.issuer), ...(entity.text === undefined ? {} : { text: maskText(entity.text) }) };
    case 'video': return { ...entity, name: maskAddress(entity.name), ...(entity.stream === undefined ? {} : { stream: '' }) };
    case 'station': return { ...entity, name: maskText(entity.name) };
  }
}

const pointOf = ({ lng, lat }: Case): Pick<Case, 'lng' | 'lat'> => (lng === undefined || lat === undefined ? {} : { lng: maskDegrees(lng), lat: maskDegrees(lat) });

export function maskAlert(item: AlertItem): AlertItem {
  return {
    ...item, title: maskText(item.title), issuer: maskText(item.issuer), text: item.text === null ? null : maskText(item.text), ackedBy: item.ackedBy === null ? null : maskName(item.ackedBy),
    ...(item.duty ? { duty: { ...item.duty, by: item.duty.by === null ? null : maskName(item.duty.by) } } : {}),
  };
}
