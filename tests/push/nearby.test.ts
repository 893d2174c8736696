/** What stands near a point: who is nearest, who counts, and how much of a name and a telephone leaves the server. */
import { afterEach, describe, expect, it } from 'vitest';
import { nameFor, phoneFor } from '../../server/push/contacts.ts';
import { ApiNearby, type Contacts } from '../../server/wire/nearby.ts';
import { stage, type Stage } from './screens.ts';
import { aCamera, aStaff, T0 } from './small-city.ts';

let open: Stage;
afterEach(() => open.close());
async function begin(contacts: Contacts = 'masked'): Promise<void> {
  open = await stage({ contacts });
  const { store } = open.hands;
  for (const one of [aCamera('v1', 'c1111', 1, { lng: 118.5, lat: 29.51 }), aCamera('v2', 'c2111', 1, { lng: 118.51, lat: 29.5, status: 'off', name: '桥头' }), aCamera('v3', 'c1111', 1, { lng: 118.9, lat: 29.9 })]) store.keep(one);
  const { lng: _lng, lat: _lat, ...nowhere } = aCamera('v4', 'c1111', 1);
  store.keep(nowhere);
  for (const id of ['p1', 'p2', 'p3', 'p4']) store.keep(aStaff(id, 'c1111', 1, { role: 'lead', seenAt: T0 - 60_000, name: '王建国', phone: '13812340042' }));
  await open.push.tick();
  // p3 has gone home, p4 has said nothing of where.
  open.push.onPositions([{ id: 'p1', lng: 118.52, lat: 29.5, at: T0 - 20_000, duty: 'patrol' }, { id: 'p2', lng: 118.505, lat: 29.5, at: T0, duty: 'onDuty' }, { id: 'p3', lng: 118.5, lat: 29.5, at: T0, duty: 'offDuty' }]);
}
const near = async (query = ''): Promise<ApiNearby> => ApiNearby.parse(await (await fetch(`${open.url}/api/nearby?lng=118.5&lat=29.5${query}`)).json());

describe('what is near', () => {
  it('are the nearest by metres on the ground, online or not; nobody off duty, nothing without a position', async () => {
    await begin();
    const { cameras, staff, now, contacts } = await near();
    expect(cameras).toEqual([{ id: 'v2', name: '桥头', status: 'off', metres: 969 }, { id: 'v1', name: 'v1', status: 'on', metres: 1113 }, { id: 'v3', name: 'v3', status: 'on', metres: expect.any(Number) as number }]);
    expect(staff).toEqual([
      { id: 'p2', role: 'lead', duty: 'onDuty', metres: 484, name: '王**', phone: '138****0042', positionAt: T0 },
      { id: 'p1', role: 'lead', duty: 'patrol', metres: 1938, name: '王**', phone: '138****0042', positionAt: T0 - 20_000 },
    ]);
    expect([now, contacts]).toEqual([T0, 'masked']);
  });

  it('are as many as are asked for, in the region that is asked for', async () => {
    await begin();
    const { cameras, staff } = await near('&cameras=1&staff=0&region=c1');
    expect([cameras.map(({ id }) => id), staff]).toEqual([['v1'], []]);
  });

  it('silence takes people away, as it takes them off duty', async () => {
    await begin();
    open.hands.now += 600_000; open.hands.wall += 600_000;
    await open.push.tick();
    expect((await near()).staff).toEqual([]);
  });

  it.each<[Contacts, string, string]>([['full', '王建国', '13812340042'], ['none', '', '']])('where the city says %s, a name is %j', async (contacts, name, phone) => {
    await begin(contacts);
    expect((await near('&staff=1')).staff[0]).toMatchObject({ name, phone });
  });
});

it('a mask leaves the surname, and what tells two numbers apart', () => {
  expect(['王建国', '李', 'Smith', '𠮷田'].map((name) => nameFor('masked', name))).toEqual(['王**', '李', 'S****', '𠮷*']);
  expect(['13812340042', '0571-88881234', '8888123', '1'].map((phone) => phoneFor('masked', phone))).toEqual(['138****0042', '057******1234', '*****23', '1']);
  expect([nameFor('masked', undefined), phoneFor('full', undefined)]).toEqual(['', '']);
});
