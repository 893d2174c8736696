import { NO_CATEGORY } from '../../server/wire/counters.ts';
import { UNCLASSIFIED } from './words.ts';

/** What a case is about, in words; of one folded with others only that it has no class. */
export const categoryText = ({ category, categoryName }: { category: string; categoryName: string }): string => (category === NO_CATEGORY ? UNCLASSIFIED : categoryName);
