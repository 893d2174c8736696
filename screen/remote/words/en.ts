/** Every word of the presenter's remote, in English. */
import type { RemoteWords } from './type.ts';

export const REMOTE: RemoteWords['REMOTE'] = {
  title: 'Wall remote', live: 'Back to live', up: 'Up', whole: 'City',
  link: { live: 'Connected', connecting: 'Connecting', lost: (age) => `No link for ${age}` },
  screens: (live, all) => `${live}/${all} screens live`,
  now: 'The wall is live', past: (time) => `The wall replays ${time}`, alert: (title) => `An alert has the wall: ${title}`,
  mapFailed: 'No map yet, trying again', noChildren: 'Nothing below this level',
};
export const PAIR: RemoteWords['PAIR'] = {
  title: 'Pair with a wall', wall: 'Wall', code: 'Code', name: 'Your name', hint: 'Press C on the wall to show its six digits', go: 'Pair', busy: 'Pairing',
  wrong: 'This code does not count, or not any more', locked: (wait) => `Too many wrong codes; try again in ${wait}`, failed: (why) => `Not paired: ${why}`, unanswered: 'the server does not answer',
  unverified: 'Names are recorded as given, unverified', ended: 'No longer paired; pair again', noWalls: 'This city has no walls configured',
};
export const HOLDER: RemoteWords['HOLDER'] = {
  me: 'You have the wall', other: (name) => `${name} has the wall`, none: 'Nobody has the wall', take: 'Take it', ask: 'Ask for it', asked: 'Asked, waiting', withdraw: 'Withdraw',
  force: 'Take it back', reason: 'Reason, for the record', confirm: 'Take it', cancel: 'Cancel', asks: (name) => `${name} asks for the wall`, hand: 'Hand over', refuse: 'Refuse', release: 'Let go', unpair: 'Unpair this device',
};
export const PANES: RemoteWords['PANES'] = { look: 'View', time: 'Time', script: 'Script' };
export const LOOK: RemoteWords['LOOK'] = { scenes: 'Scenes', layers: 'Layers', indicator: 'Coloured by' };
export const PAST: RemoteWords['PAST'] = {
  none: 'Nothing is recorded', ago: 'From', minutes: (n) => `${n} min ago`, hours: (n) => `${n} h ago`, at: 'Time', go: 'Replay on the wall',
  speed: 'Speed', times: (n) => `${n}×`, pause: 'Pause', recorded: (from, to) => `Recorded ${from} to ${to}`,
};
export const SCRIPT: RemoteWords['SCRIPT'] = {
  none: 'Scripts not connected', empty: 'No scripts', start: 'Start', pause: 'Pause', resume: 'Resume', next: 'Next', back: 'Back',
  parts: (n) => `${n} chapters`, chapter: (n, all) => `Chapter ${n} of ${all}`, coming: 'Next', last: 'No more chapters', silent: 'No caption',
  modes: { preparing: 'preparing', running: 'running', paused: 'paused', interrupted: 'interrupted', ended: 'ended' }, world: { demo: 'demo data', replay: 'replay' },
};
export const STANDING: RemoteWords['STANDING'] = {
  waiting: 'queued', sent: 'sending', settling: 'unconfirmed, checking', done: 'done', not: 'not done', unknown: 'may have been done: look at the wall',
};
export const WHY: RemoteWords['WHY'] = {
  holder: 'this device does not have the wall', held: 'somebody has it', asked: 'somebody asks already', nobody: 'nobody asks', late: 'not delivered in ten seconds', overtaken: 'replaced by a later press', alert: 'an alert has the wall until it is signed',
  noScript: 'scripts not connected', noPast: 'nothing is recorded', refused: 'the server refused', unknown: 'there is none such', restart: 'the server has restarted', failed: 'the server could not write it', unpaired: 'no longer paired',
};
export const ACT: RemoteWords['ACT'] = {
  scene: (name) => `Scene ${name}`, region: (name) => `To ${name}`, layer: (name, on) => `${name} ${on ? 'on' : 'off'}`, indicator: (name) => `Coloured by ${name}`,
  past: (time) => `Replay ${time}`, live: 'Back to live',
  script: { start: 'Start script', pause: 'Pause script', resume: 'Resume script', next: 'Next chapter', back: 'Chapter back', live: 'Back to live' },
  holder: { take: 'Take the wall', ask: 'Ask for the wall', withdraw: 'Withdraw', hand: 'Hand over', refuse: 'Refuse', takeBack: 'Take back', release: 'Let go' },
};
