/** Scripts over HTTP: which there are, what a wall's keyboard does, and that real alerts are told to whoever plays them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PushDemo } from '../../server/push/index.ts';
import type { DemoCommand } from '../../server/wire/demo.ts';
import { stage, type Stage } from './screens.ts';
import { anAlert } from './small-city.ts';

let open: Stage;
let said: { wall: string; command: DemoCommand; by: string }[];
let real: string[][];
const demo: PushDemo = {
  scripts: () => [{ id: 'tour', title: '总览', seconds: 300, chapters: [{ caption: '一', seconds: 300 }] }],
  of: () => null,
  command: (wall, command, by) => { said.push({ wall, command, by }); return Promise.resolve(command.do === 'next' ? { done: false, why: 'this is the last chapter' } : { done: true }); },
  real: (alerts) => { real.push(alerts.map(({ id }) => id)); },
};
beforeEach(() => { [said, real] = [[], []]; });
afterEach(() => open.close());

const post = (body: object, headers: Record<string, string> = {}): Promise<Response> => fetch(`${open.url}/api/demo/main`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

describe('scripts over HTTP', () => {
  it('are listed, and moved by a page of this server: by name, or by the keyboard of the wall', async () => {
    open = await stage({ demo });
    expect(await (await fetch(`${open.url}/api/demo`)).json()).toEqual({ scripts: demo.scripts() });
    expect(await (await post({ name: '张三', command: { do: 'start', script: 'tour', chapter: 2 } })).json()).toEqual({ done: true });
    await post({ command: { do: 'live' } });
    expect(said).toEqual([{ wall: 'main', command: { do: 'start', script: 'tour', chapter: 2 }, by: '张三' }, { wall: 'main', command: { do: 'live' }, by: 'wall main' }]);
    const refused = await post({ command: { do: 'next' } });
    expect([refused.status, await refused.json()]).toEqual([409, { error: 'this is the last chapter' }]);
  });

  it.each([[{ command: { do: 'fly' } }], [{ command: { do: 'pause', hard: true } }], [{ command: { do: 'start' } }], [{ name: 'a\nb', command: { do: 'live' } }], [{}]])('refuse %j', async (body) => {
    open = await stage({ demo });
    expect([(await post(body)).status, said]).toEqual([400, []]);
  });

  it('refuse a page of another site, and a city without any', async () => {
    open = await stage({ demo, refuseWrite: () => 'another site' });
    expect([(await post({ command: { do: 'live' } })).status, said]).toEqual([403, []]);
    await open.close();
    open = await stage({});
    expect([await (await fetch(`${open.url}/api/demo`)).json(), (await post({ command: { do: 'live' } })).status]).toEqual([{ scripts: [] }, 404]);
  });

  it('are told which real alerts take walls over, and when they are over', async () => {
    open = await stage({ demo });
    open.push.onApplied('alert', [anAlert('A', 'c1', 1)]);
    await open.push.tick();
    open.push.onRemoved('alert', ['A']);
    await open.push.tick();
    expect(real).toEqual([['A'], []]);
  });
});
