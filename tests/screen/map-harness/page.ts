/** Mounts the map alone with invented figures. `?region=&scale=&layers=heat,cameras&hour=12` (UTC) choose the picture. */
import '@fontsource-variable/noto-sans-sc';
import '@fontsource/barlow-condensed/500.css';
import { createApp, defineComponent, h, onMounted, shallowReactive } from 'vue';
import CityMap from '../../../screen/map/CityMap.vue';
import type { ApiRegions } from '../../../server/wire/messages.ts';
import { fakeAlerts, fakeCameras, fakeCase, fakeHeat, fakeRows, fakeStaff, fakeStations } from './fake-data.ts';

const query = new URLSearchParams(location.search);
const on = (query.get('layers') ?? 'heat,stations,roads,buildings,cameras').split(',');
const NOW = Date.UTC(2025, 6, 12, Number(query.get('hour') ?? '12'), 16);

const state = shallowReactive({
  regions: null as ApiRegions | null, rows: {} as ReturnType<typeof fakeRows>, indicator: query.get('indicator') ?? 'reportedPerArea',
  layers: { heat: on.includes('heat'), rain: on.includes('rain'), areas: on.includes('areas'), cameras: on.includes('cameras'), stations: on.includes('stations'), staff: on.includes('staff'), buildings: on.includes('buildings'), roads: on.includes('roads') },
  heat: null as ReturnType<typeof fakeHeat> | null, cameras: null as ReturnType<typeof fakeCameras> | null, staff: null as ReturnType<typeof fakeStaff> | null,
  gauges: null as ReturnType<typeof fakeStations> | null,
  stations: [] as ReturnType<typeof fakeStations>, alerts: fakeAlerts(NOW), cases: [] as ReturnType<typeof fakeCase>[],
  now: NOW, minute: NOW, draw: (query.get('draw') ?? 'auto') as 'auto' | 'full' | 'plain', scale: Number(query.get('scale') ?? '1'),
});
const log = { drills: [] as string[], status: [] as unknown[], hover: [] as (string | null)[], map: null as unknown };

async function show(code: string | null): Promise<void> {
  const answer = await fetch(code === null ? '/api/regions' : `/api/regions?region=${encodeURIComponent(code)}`);
  const regions = await answer.json() as ApiRegions;
  state.regions = regions;
  state.rows = fakeRows(regions);
  const top = regions.path[0]!;
  state.heat = on.includes('heat') ? fakeHeat(regions.region, top) : null;
  state.cameras = on.includes('cameras') ? fakeCameras(regions.region, top) : null;
  state.staff = on.includes('staff') ? fakeStaff(regions.region, top) : null;
  state.gauges = on.includes('rain') ? fakeStations(top, top, NOW) : null;
  state.stations = on.includes('stations') ? fakeStations(regions.region, top, NOW) : [];
}
const back = (): void => { const parent = state.regions?.region.parent; if (parent) void show(parent); };

const Page = defineComponent({
  setup() {
    onMounted(() => void show(query.get('region')));
    return () => h(CityMap, {
      ref: (map: unknown) => { log.map = map; },
      ...state, onDrill: (code: string) => { log.drills.push(code); void show(code); },
      onStatus: (status: unknown) => log.status.push(status), onHover: (code: string | null) => log.hover.push(code),
    });
  },
});
Object.assign(window, { harness: { state, log, show, back, addCase: () => { if (state.regions) state.cases = [fakeCase(state.regions.region, NOW), ...state.cases]; } } });
createApp(Page).mount('#app');
