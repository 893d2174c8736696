/**
 * Test control, only with --admin-token (header X-Admin-Token):
 *   GET  /admin/faults                 faults in force
 *   POST /admin/faults                 "mild", {"preset":"wild"} or faults as in faults.ts → those in force
 *   POST /admin/clock  {now?, rate?}   from now on the clock shows `now` (ms) and runs at `rate`; 0 stands still
 */
import { timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { Request, Response, NextFunction, Router } from 'express';
import { z } from 'zod';
import { PRESET_NAMES, readFaults } from './faults.ts';
import type { Site } from './site.ts';

const ClockOrder = z.strictObject({ now: z.number().int().optional(), rate: z.number().min(0).max(100_000).optional() });
const Preset = z.strictObject({ preset: z.enum(PRESET_NAMES) });

export function adminRoutes(router: Router, site: Site, token: string | undefined): void {
  if (!token) return;
  const guard = (req: Request, res: Response, next: NextFunction): void => {
    const given = Buffer.from(req.get('x-admin-token') ?? '');
    const wanted = Buffer.from(token);
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) { next(); return; }
    res.status(401).json({ code: 401, msg: 'X-Admin-Token is missing or wrong' });
  };
  router.use('/admin', guard, express.json({ strict: false }));
  router.get('/admin/faults', (_req, res) => { res.json(site.faults.current()); });
  router.post('/admin/faults', (req, res) => {
    const preset = Preset.safeParse(req.body);
    try {
      site.faults.set(readFaults(preset.success ? preset.data.preset : req.body));
    } catch (error) {
      res.status(400).json({ code: 400, msg: error instanceof Error ? error.message : String(error) });
      return;
    }
    res.json(site.faults.current());
  });
  router.post('/admin/clock', (req, res) => {
    const order = ClockOrder.safeParse(req.body);
    if (!order.success) { res.status(400).json({ code: 400, msg: z.prettifyError(order.error) }); return; }
    site.clock.set(order.data);
    res.json({ now: site.clock.now(), rate: site.clock.rate });
  });
}
