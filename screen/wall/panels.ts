/** The panels that a layout may name. */
import type { Component } from 'vue';
import Alerts from '../panels/alerts/Alerts.vue';
import Classes from '../panels/classes/Classes.vue';
import Headline from '../panels/headline/Headline.vue';
import League from '../panels/league/League.vue';
import Loop from '../panels/loop/Loop.vue';
import Staffing from '../panels/staffing/Staffing.vue';
import Stations from '../panels/stations/Stations.vue';
import Stream from '../panels/stream/Stream.vue';
import Trend from '../panels/trend/Trend.vue';
import Video from '../panels/video/Video.vue';
import type { PanelName } from './layout.ts';

export const PANELS: Record<PanelName, Component> = {
  headline: Headline, loop: Loop, classes: Classes, staffing: Staffing, alerts: Alerts,
  stations: Stations, league: League, video: Video, stream: Stream, trend: Trend,
};
