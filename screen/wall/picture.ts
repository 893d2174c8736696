/** What is shown of a camera: its stream, else its snapshot, else why not. Pure. */
import type { ApiNearby, NearCamera } from '../../server/wire/nearby.ts';
import { TAKEOVER as W } from '../look/words.ts';

/** Why a stream does not play: the gateway has none, it cannot be had, it stands still, this browser cannot. */
export const STREAM_FAULTS = ['none', 'away', 'still', 'unable'] as const;
export type StreamFault = (typeof STREAM_FAULTS)[number];
export interface Tried { stream: StreamFault | null; snapshot: boolean | null }
export interface Picture { show: 'stream' | 'snapshot' | 'nothing'; why: string }

/** `tried.stream`: what went wrong with it; `tried.snapshot`: whether one came, null while none has been asked for. */
export function pictureOf({ status }: Pick<NearCamera, 'status'>, has: ApiNearby['pictures'], tried: Tried): Picture {
  const whyNot = status === 'off' ? W.picture.offline : !has.hls ? W.picture.streams : tried.stream === null ? '' : W.picture.faults[tried.stream];
  if (whyNot === '') return { show: 'stream', why: '' };
  if (!has.snapshot) return { show: 'nothing', why: whyNot };
  return tried.snapshot === false ? { show: 'nothing', why: W.picture.noSnapshot(whyNot) } : { show: 'snapshot', why: W.picture.snapshot(whyNot) };
}
