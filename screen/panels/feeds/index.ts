import { KINDS } from '../../../server/wire/entity.ts';
import type { PanelType } from '../../look/panel-type.ts';
import Feeds from './Feeds.vue';

export default { component: Feeds, row: 50, least: 2, usual: 8, most: 16, settings: { kind: KINDS } } satisfies PanelType;
