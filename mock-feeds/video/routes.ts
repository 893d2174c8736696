/**
 * The video platform:
 *   GET /video/catalog?page=1&pageSize=1000   the whole catalogue, nodes first; ETag of what it says
 *   GET /video/status?since=SEQ               cameras whose status changed after SEQ; without it, all
 */
import type { Router } from 'express';
import { formatSeconds } from '../local-time.ts';
import { intParam, textParam, BadRequest } from '../params.ts';
import { sendJson } from '../site.ts';
import type { Site } from '../site.ts';
import type { Camera, CatalogueNode } from './cameras.ts';
import type { CameraStates, Outages } from './outages.ts';

/** "2024-09-01T20:06:00", as GB/T 28181 writes local time. */
const gbTime = (ms: number): string => formatSeconds(ms).replace(' ', 'T');

export interface VideoSystem { cameras: readonly Camera[]; nodes: readonly CatalogueNode[]; outages: Outages }

/** Every camera as it can be seen now. */
export const statesNow = (site: Site, video: VideoSystem, now: number): CameraStates =>
  video.outages.at(now, (camera, second) => site.faults.lateMs('video', camera, second));

export function videoRoutes(router: Router, site: Site, video: VideoSystem): void {
  router.get('/video/catalog', (req, res) => {
    const page = intParam(req, 'page', 1, 1, 1_000_000);
    const size = intParam(req, 'pageSize', 1000, 1, 5000);
    const now = site.clock.now();
    const states = statesNow(site, video, now);
    const listed = video.cameras.map((_, i) => i).filter((i) => states.state[i] !== 2);
    const etag = `"${etagOf(states, listed.length)}-${page}-${size}"`;
    res.set('ETag', etag);
    if (req.get('if-none-match') === etag) { res.status(304).end(); return; }
    const total = video.nodes.length + listed.length;
    const rows: string[] = [];
    for (let k = (page - 1) * size; k < Math.min(page * size, total); k++) {
      const node = video.nodes[k];
      if (node) rows.push(nodeRow(node));
      else { const i = listed[k - video.nodes.length]!; rows.push(cameraRow(video.cameras[i]!, states, i)); }
    }
    const list = site.faults.dress('video', rows);
    sendJson(res, `{"sn":${Math.floor(now / 1000) % 1_000_000},"sumNum":${total},"num":${rows.length},"page":${page}`
      + `,"asOf":"${gbTime(site.faults.skewed('video', now))}","deviceList":[${list.join(',')}]}`);
  });

  router.get('/video/status', (req, res) => {
    const text = textParam(req, 'since');
    const since = text === '' ? -1 : Number(text);
    if (!Number.isSafeInteger(since)) throw new BadRequest('since', text, 'the seq of an earlier answer');
    const now = site.clock.now();
    const states = statesNow(site, video, now);
    const rows: string[] = [];
    for (let i = 0; i < video.cameras.length; i++) {
      if (states.state[i] === 2 || states.seen[i]! <= since) continue;
      rows.push(`{"DeviceID":"${video.cameras[i]!.id}","Status":"${states.state[i] === 1 ? 'ON' : 'OFF'}","tm":"${gbTime(states.changed[i]!)}"}`);
    }
    sendJson(res, `{"seq":${now},"asOf":"${gbTime(site.faults.skewed('video', now))}","list":[${site.faults.dress('video', rows).join(',')}]}`);
  });
}

function etagOf(states: CameraStates, listed: number): string {
  let latest = 0;
  for (const seen of states.seen) if (seen > latest) latest = seen;
  return `${latest.toString(36)}-${listed}`;
}

const nodeRow = (n: CatalogueNode): string =>
  `{"DeviceID":"${n.id}","Name":"${n.name}","ParentID":"${n.parent}","CivilCode":"${n.civil}","Parental":1}`;

function cameraRow(c: Camera, states: CameraStates, i: number): string {
  return `{"DeviceID":"${c.id}","Name":${JSON.stringify(c.name)},"Status":"${states.state[i] === 1 ? 'ON' : 'OFF'}","ParentID":"${c.parent}"`
    + `,"CivilCode":"${c.civil}","Longitude":"${c.lng}","Latitude":"${c.lat}","Manufacturer":"${c.maker}","Parental":0`
    + `,"UpdTime":"${gbTime(states.changed[i]!)}","StreamUrl":"/live/${c.id}.flv"}`;
}
