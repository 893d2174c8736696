/** What a script would show, second by second where something happens, as lines of text. Pure. */
import type { Script, ScriptCue } from '../config.ts';
import { secondText } from '../wire/demo.ts';
import { saidIn } from '../wire/language.ts';
import { momentAt, worldAt } from './timeline.ts';

/** `place`: what a region is called; null: the whole city. */
export function dryRun(script: Script, zone: string, place: (code: string | null) => string = (code) => code ?? 'the whole city'): string[] {
  const local = (ms: number): string => new Date(ms).toLocaleString('sv', { timeZone: zone });
  const { world } = script;
  const how = world.kind === 'demo' ? `generated data, seed ${world.seed ?? 'of the city'}, scale ${world.scale ?? 'of the city'}, ${world.historyDays} days of history` : 'a recorded day, masked';
  const lines = [
    `${script.id}: ${saidIn(script.title, 'zh-CN')}, ${secondText(script.seconds)} in ${script.chapters.length} chapters${script.loop ? ', again and again' : ''}`,
    `  ${how}; ${local(worldAt(script, 0))} to ${local(worldAt(script, script.seconds))}`,
  ];
  for (let second = 0, before = momentAt(script, 0); second < script.seconds; second++) {
    const now = momentAt(script, second);
    const of = script.chapters[now.chapter]!;
    const at = `  ${secondText(second)} ${local(now.at).slice(11)}`;
    if (second === of.from) {
      const { region, layers, indicator } = now.view;
      lines.push(`${at}  ${now.chapter + 1}/${script.chapters.length} scene ${of.scene}, ${place(region)}${layers ? `, layers ${layers.join(' ')}` : ''}${indicator === null ? '' : `, coloured by ${indicator}`}; ${of.seconds} s at ×${of.rate}`);
      lines.push(`                    “${saidIn(of.caption, 'zh-CN')}”`);
      if (now.highlights.length > 0) lines.push(`                    lit: ${now.highlights.join(', ')}`);
      if (now.takeover) lines.push('                    alerts of this world take the wall over');
    } else if (JSON.stringify(now.view) !== JSON.stringify(before.view)) {
      const { camera, region } = now.view;
      lines.push(`${at}  flies to ${camera ? `${camera.x}, ${camera.y} m at ${camera.k} px/m` : place(region)}`);
    }
    for (const cue of now.cues) lines.push(`${at}  ${told(cue, place)}`);
    before = now;
  }
  return lines;
}

function told(cue: ScriptCue, place: (code: string | null) => string): string {
  switch (cue.kind) {
    case 'gauge': return `gauge ${cue.station} passes ${cue.passes}`;
    case 'case': return `case${cue.ref === undefined ? '' : ` ${cue.ref}`}: ${cue.category} in ${place(cue.region)} from ${cue.source}${cue.urgent ? ', urgent' : ''}: ${cue.title}`;
    case 'arrive': return `case ${cue.case}: somebody is there within ${Math.round(cue.within / 60_000)} min`;
    case 'close': return `case ${cue.case}: closed`;
    case 'alert': return `alert: ${cue.type} ${cue.colour} in ${place(cue.region)}`;
    case 'camera': return `camera ${cue.id} is ${cue.status}`;
  }
}
