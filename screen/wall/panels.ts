/** Every panel there is: a folder of screen/panels with an index.ts is one, under the folder's name. */
import type { PanelType } from '../look/panel-type.ts';

const found = import.meta.glob<PanelType>('../panels/*/index.ts', { eager: true, import: 'default' });

export const PANELS: Readonly<Record<string, PanelType>> = Object.fromEntries(
  Object.entries(found).map(([path, type]) => [path.split('/').at(-2) ?? path, type]));
