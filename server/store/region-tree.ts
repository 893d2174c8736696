/** The city's regions as the store needs them: who lies in whom, and where 未落格 stands. */
import { LEVELS, unplacedOf, type Level } from '../wire/region.ts';
import type { RegionNode } from './types.ts';

export interface Step { code: string; depth: number }

export class RegionTree {
  private readonly nodes = new Map<string, RegionNode>();
  private readonly city: string;
  /** Levels this city has, from the city down. */
  private readonly levels: Level[];

  constructor(city: string, regions: Iterable<RegionNode>) {
    this.city = city;
    for (const { code, level, parent } of regions) this.nodes.set(code, { code, level, parent });
    if (!this.nodes.has(city)) this.nodes.set(city, { code: city, level: 'city', parent: null });
    const present = new Set([...this.nodes.values()].map((node) => node.level));
    this.levels = LEVELS.filter((level) => present.has(level));
  }

  /**
   * From the city down to `code`, and below it its 未落格 unless it is of the lowest level. A code that
   * is not (or no longer) known lies in the city and in none of its children.
   */
  pathOf(code: string): Step[] {
    const steps: Step[] = [];
    let node = this.nodes.get(code) ?? this.nodes.get(this.city)!;
    const below = this.levels[this.levels.indexOf(node.level) + 1];
    if (below) steps.push({ code: unplacedOf(node.code), depth: LEVELS.indexOf(below) + 1 });
    for (;;) {
      steps.push({ code: node.code, depth: LEVELS.indexOf(node.level) + 1 });
      if (node.parent === null) break;
      const parent = this.nodes.get(node.parent);
      if (!parent) throw new Error(`region ${node.code}: its parent ${node.parent} is not among the regions`);
      node = parent;
    }
    if (node.code !== this.city) throw new Error(`region ${code}: its line ends in ${node.code}, expected the city ${this.city}`);
    return steps.reverse();
  }
}
