/** Scripts for tests: written as a city's are, read as the server reads them. */
import { loadCity, type Script } from '../../server/config.ts';
import { writeFolder } from '../config/folder.ts';

export const said = (text: string): string => `{ zh-CN: ${text}, zh-TW: ${text}, en: ${text} }`;
export const HEAD = `title: ${said('试演')}
world: { kind: demo, seed: 7, scale: 0.1, historyDays: 1, origin: "2025-07-15 18:30", rate: 10 }
`;
/** 18:30 in the small city's zone. */
export const ORIGIN = Date.parse('2025-07-15T18:30:00+08:00');
export const SCENES = {
  'scenes/a.yaml': 'name: 甲\nkey: 1\nleft: [headline, loop]\nbottom: [trend]\n',
  'scenes/b.yaml': 'name: 乙\nkey: 2\nregion: "770101"\nright: [stations]\n',
};
export const THREE = `${HEAD}chapters:
  - { caption: ${said('一')}, scene: a, dwell: 10s, highlight: [headline], camera: [{ at: "00:04", region: "770101" }, { at: "00:06", x: 100, y: -50, k: 0.02 }] }
  - caption: ${said('二')}
    scene: b
    region: "770102"
    layers: [rain, stations]
    indicator: urgent
    rate: 60
    dwell: 20s
    takeover: true
    highlight: [stations]
    cues:
      - { at: "00:12", ref: flood, kind: case, category: "2-0405", region: "770101", title: 积水, source: S01, urgent: true }
      - { at: "00:14", kind: gauge, station: S1, passes: warning }
      - { at: "00:20", kind: arrive, case: flood, within: 9m }
  - { caption: ${said('三')}, scene: a, dwell: 5s, cues: [{ at: "00:31", kind: close, case: flood }] }
`;

/** Those of the small city with these files under demo/. */
export function scriptsOf(files: Record<string, string>): Script[] {
  const folder = writeFolder({ ...SCENES, ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`demo/${name}.yaml`, text])) });
  try { return loadCity(folder.dir, {}).demo.all; } finally { folder.remove(); }
}
export const three = (change: (text: string) => string = (text) => text): Script => scriptsOf({ three: change(THREE) })[0]!;
