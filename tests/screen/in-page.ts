/**
 * What runs inside the page: reads the wall's figures, and what they must be for the server's counters,
 * written apart from the screen's own code. Each function stands alone, since its text is what travels.
 */
import type { CounterRow } from '../../server/wire/counters.ts';
import type { ApiSummary } from '../../server/wire/messages.ts';

export type Figures = Record<string, string>;
export interface OnPage { wallSays(): Figures; wallShould(row: CounterRow): Figures; wallDiffers(should: Figures, says: Figures): string[] }

function wallShould(row: CounterRow): Figures {
  const n = (name: string): string => (row[name] ?? 0).toLocaleString('en-US');
  const share = (part: string, all: string, whole: number, after: string, none: string): string => (whole > 0 ? `${n(part)} / ${all} ${after}` : none);
  const due = (row['today.closed'] ?? 0) + (row['overdue'] ?? 0);
  const out: Figures = {
    accepted: n('today.accepted'), overdue: n('overdue'), urgent: `其中紧急 ${n('overdueUrgent')} 件`,
    onTime: share('today.closedOnTime', due.toLocaleString('en-US'), due, '应结案', '今日尚无结案'),
    video: share('video.on', n('video.total'), row['video.total'] ?? 0, '路', '本级无视频点位'),
    duty: share('staff.expectedOn', n('staff.expected'), row['staff.expected'] ?? 0, '应在岗', '此刻无人应在岗'),
  };
  for (const stage of ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed']) {
    out[`passed ${stage}`] = n(`today.${stage}`);
    if (stage !== 'closed') out[`standing ${stage}`] = n(`stage.${stage}`);
  }
  if ((row['staff.total'] ?? 0) > 0) for (const duty of ['onDuty', 'patrol', 'handling']) out[`staff ${duty}`] = n(`staff.${duty}`);
  return out;
}

function wallSays(): Figures {
  const out: Figures = {};
  for (const figure of document.querySelectorAll('[data-figure]')) {
    const key = figure.getAttribute('data-figure') ?? '';
    const part = figure.querySelector('.part')?.textContent?.trim() ?? '';
    if (key === 'accepted' || key === 'overdue') out[key] = figure.querySelector('.value')?.getAttribute('aria-label') ?? '';
    if (key === 'overdue') out['urgent'] = part;
    if (key === 'onTime' || key === 'video' || key === 'duty') out[key] = part;
  }
  for (const stage of document.querySelectorAll('[data-stage]')) {
    const key = stage.getAttribute('data-stage') ?? '';
    out[`passed ${key}`] = stage.querySelector('.figure:not(.waiting)')?.textContent ?? '';
    if (key !== 'closed') out[`standing ${key}`] = stage.querySelector('.waiting')?.textContent ?? '';
  }
  for (const duty of document.querySelectorAll('[data-panel=staffing] .legend span')) {
    const key = duty.querySelector('i')?.className ?? '';
    if (key !== '') out[`staff ${key}`] = duty.querySelector('b')?.textContent ?? '';
  }
  return out;
}

function wallDiffers(should: Figures, says: Figures): string[] {
  return Object.entries(should).flatMap(([key, value]) => (says[key] === value ? [] : [`${key}: the wall says ${says[key] ?? 'nothing'}, the server ${value}`]));
}

/** Compares within the page, so that no slow round trip of the test lies between the two readings. */
export async function right({ path, ms }: { path: string; ms: number }): Promise<{ at: number; differ: string[] }> {
  const { wallSays: says, wallShould: should, wallDiffers: differs } = window as unknown as OnPage;
  const limit = Date.now() + ms;
  let differ: string[] = ['the server did not answer'];
  while (Date.now() < limit) {
    try {
      const before = says();
      const answer = await fetch(path, { cache: 'no-store' });
      if (answer.ok) {
        const due = should(((await answer.json()) as ApiSummary).counters);
        // A figure that changed on its way is right if the wall said it just before or just after.
        differ = differs(due, says());
        if (differ.length > 0 && differs(due, before).length === 0) differ = [];
        if (document.querySelector('[data-link=lost]')) differ.push('the wall says that its link is lost');
        if (differ.length === 0) return { at: Date.now(), differ };
      } else differ = [`the server answered ${answer.status}`];
    } catch (cause) { differ = [String(cause)]; }
    await new Promise((done) => setTimeout(done, 50));
  }
  return { at: Date.now(), differ };
}

/** The page's own script, before any other. */
export const IN_PAGE = `globalThis.__name ??= (f) => f; Object.assign(window, { wallSays: ${wallSays.toString()}, wallShould: ${wallShould.toString()}, wallDiffers: ${wallDiffers.toString()} });`;
