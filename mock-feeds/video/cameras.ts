/** The cameras of the catalogue: who they are and where. Ids after GB/T 28181: 8 centre, 2 industry, 3 type, 1 network, 6 serial. */
import type { City, Rng } from '../city/types.ts';
import type { GridIndex } from '../case/world.ts';
import { rngOf, textHash } from '../random.ts';

export interface Camera {
  id: string;
  name: string;
  /** As the catalogue writes them, '' where it has none; some are swapped, some "0". */
  lng: string;
  lat: string;
  parent: string;
  civil: string;
  maker: string;
  /** Where it truly stands. */
  at: [number, number];
  /** Never seen online since it was entered. */
  dead: boolean;
  /** Local days on which it enters and leaves the catalogue. */
  bornDay: number;
  goneDay: number;
}

/** A platform, business group or virtual group: in the catalogue, but no point. */
export interface CatalogueNode { id: string; name: string; parent: string; civil: string }

const MAKERS = ['海康', '大华', '宇视', '天地伟业', '华为'];
const SPOTS = ['路口', '桥头', '河岸', '广场', '地铁口', '校门', '小区东门', '下穿通道', '停车场', '菜场'];
const ALWAYS = 1_000_000;

export function placeCameras(o: { city: City; grids: GridIndex; seed: number; count: number; originDay: number }): Camera[] {
  return Array.from({ length: o.count }, (_, i) => {
    const rng = rngOf(o.seed ^ textHash('camera'), i);
    const grid = o.grids.codes[o.grids.draw(rng)]!;
    const at = o.city.randomPointIn(grid, rng);
    const [lng, lat] = pointText(rng, at);
    const district = grid.slice(0, 6);
    const life = rng();
    const changeDay = o.originDay - 25 + Math.floor(rng() * 60);
    return {
      id: `${district}00${rng() < 0.7 ? '02' : '01'}${rng() < 0.55 ? '131' : '132'}7${String(i + 1).padStart(6, '0')}`,
      name: `${o.city.nearestRoad(at[0], at[1])}${SPOTS[Math.floor(rng() * SPOTS.length)]!}${1 + Math.floor(rng() * 9)}号`,
      lng, lat, at,
      parent: `${platformId(district)}/${businessGroupId(district)}/${virtualGroupId(grid.slice(0, 9))}`,
      civil: rng() < 0.01 ? '' : rng() < 0.005 ? '110199' : district,
      maker: MAKERS[Math.floor(rng() * MAKERS.length)]!,
      dead: rng() < 0.012,
      bornDay: life < 0.01 ? changeDay : -ALWAYS,
      goneDay: life > 0.99 ? changeDay : ALWAYS,
    };
  });
}

function pointText(rng: Rng, [lng, lat]: [number, number]): [string, string] {
  const chance = rng();
  if (chance < 0.02) return ['', ''];
  if (chance < 0.023) return ['0', '0'];
  const text: [string, string] = [lng.toFixed(6), lat.toFixed(6)];
  return chance < 0.033 ? [text[1], text[0]] : text;
}

const platformId = (district: string): string => `${district}00002000000001`;
const businessGroupId = (district: string): string => `${district}00002150000001`;
const virtualGroupId = (street: string): string => `${street.slice(0, 6)}00002160${street.slice(6, 9).padStart(6, '0')}`;

export function catalogueNodes(city: City): CatalogueNode[] {
  const nodes: CatalogueNode[] = [];
  for (const region of city.regions) {
    if (region.level === 'district') {
      nodes.push({ id: platformId(region.code), name: `${region.name}视频平台`, parent: '', civil: region.code });
      nodes.push({ id: businessGroupId(region.code), name: `${region.name}业务分组`, parent: platformId(region.code), civil: region.code });
    } else if (region.level === 'street') {
      const district = region.code.slice(0, 6);
      nodes.push({ id: virtualGroupId(region.code), name: region.name, parent: `${platformId(district)}/${businessGroupId(district)}`, civil: district });
    }
  }
  return nodes;
}
