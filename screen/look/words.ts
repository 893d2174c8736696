/** The words of this page, in its language: `words/` has one file a language, all of one type. */
import type { Language } from '../../server/wire/language.ts';
import { LANGUAGE } from './language.ts';
import * as en from './words/en.ts';
import type { Words } from './words/type.ts';
import * as zhCN from './words/zh-CN.ts';
import * as zhTW from './words/zh-TW.ts';

export const WORDS: Readonly<Record<Language, Words>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
export const {
  TIME, STATUS, STAGE, STAGE_SHORT, CASE_STATUS, ALERT, ALERT_MARK, ROLE, DUTY, STATION_TYPE, STATION_STATE, CHILDREN,
  UNPLACED, UNCLASSIFIED, WALL, REPLAY, SCRIPT, TOUR, RAIN_CLASSES, WEATHER, HEADLINE, LOOP, CLASSES, DEPARTMENTS, TREND, LEAGUE,
  STREAM, ALERTS, TAKEOVER, ACK, FEEDS, REJECTS, WATER, SOURCES, STATIONS, VIDEO, SCENERY, STAFFING, TILE, TILES, INDICATOR, UNIT, LEGEND,
  GAUGE, FORECAST, MAP, ANSWER, PAIRING,
} = WORDS[LANGUAGE];
