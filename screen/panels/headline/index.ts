import { fixedAt, TITLE, type PanelType } from '../../look/panel-type.ts';
import Headline from './Headline.vue';

export default { component: Headline, ...fixedAt(TITLE + 3 * 103 + 2 * 15) } satisfies PanelType;
