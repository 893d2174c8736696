/** Fetches and keeps map geometry. One place knows the addresses; each region is decoded once. */
import type { Feature } from 'geojson';
import type { Topology } from 'topojson-specification';
import type { Projection } from './projection.ts';
import { decodeRegion, featuresOf, type RegionGeo } from './shapes.ts';

export type BaseLayer = 'rivers' | 'roads' | 'buildings';
export type Fetcher = (address: string) => Promise<Response>;

export interface GeoSource {
  region(code: string): Promise<RegionGeo>;
  /** What is decoded already, for an answer in the same frame. */
  known(code: string): RegionGeo | undefined;
  /** Features of one layer under the regions; each is fetched when it is first drawn. */
  base(layer: BaseLayer): Promise<Feature[]>;
}

const isTopology = (value: unknown): value is Topology =>
  typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Topology'
  && typeof (value as { objects?: unknown }).objects === 'object';

async function topologyAt(fetcher: Fetcher, address: string): Promise<Topology> {
  const answer = await fetcher(address);
  if (!answer.ok) throw new Error(`${address}: answered ${answer.status}, expected 200`);
  const body: unknown = await answer.json();
  if (!isTopology(body)) throw new Error(`${address}: expected TopoJSON (type "Topology"), found ${JSON.stringify(body).slice(0, 80)}`);
  return body;
}

/** `keep`: how many regions stay decoded; the oldest go first, so a wall that tours for months stays flat. */
export function makeGeo(projection: Projection, fetcher: Fetcher = (a) => fetch(a), keep = 64): GeoSource {
  const done = new Map<string, RegionGeo>();
  const asked = new Map<string, Promise<RegionGeo>>();
  const base = new Map<BaseLayer, Promise<Feature[]>>();

  const load = async (code: string): Promise<RegionGeo> => {
    const geo = decodeRegion(projection, code, await topologyAt(fetcher, `/api/geo?region=${encodeURIComponent(code)}`));
    done.set(code, geo);
    for (const oldest of done.keys()) {
      if (done.size <= keep) break;
      done.delete(oldest);
    }
    return geo;
  };
  const loadBase = async (layer: BaseLayer): Promise<Feature[]> => featuresOf(await topologyAt(fetcher, `/api/geo/base?layer=${layer}`), layer);
  return {
    known: (code) => done.get(code),
    region(code) {
      const have = done.get(code);
      if (have) return Promise.resolve(have);
      let pending = asked.get(code);
      if (!pending) {
        pending = load(code).finally(() => asked.delete(code));
        asked.set(code, pending);
      }
      return pending;
    },
    base(layer) {
      let pending = base.get(layer);
      if (!pending) {
        // A failed answer is not kept: the next one who asks tries again.
        pending = loadBase(layer).catch((error: unknown) => { base.delete(layer); throw error; });
        base.set(layer, pending);
      }
      return pending;
    },
  };
}
