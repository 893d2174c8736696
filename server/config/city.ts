/** city.yaml: what the city is called, its clock, its limits. */
import { z } from 'zod';
import { ALERT_COLOURS } from '../wire/entity.ts';
import { LANGUAGES } from '../wire/language.ts';
import { WORLDS } from '../wire/messages.ts';
import { CONTACTS } from '../wire/nearby.ts';
import { Code, Duration, Instant, Numeric, orAbsent, Size, Zone } from './scalars.ts';
import { Shifts } from './shifts.ts';

const days = (count: number): number => count * 86_400_000;

/** Works on a station or in a region, of which its alerts take no wall over meanwhile; neither: the whole city. */
const Silence = z.strictObject({ from: Instant, to: Instant, station: Code.optional(), region: Code.optional(), why: z.string().min(1).max(200) })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'a time after from' });
/** Which alerts take the wall over, and when those of these colours do not. */
const Takeover = z.strictObject({
  colours: z.array(z.enum(ALERT_COLOURS)).default(['orange', 'red']),
  /** So long after an acknowledgement a swinging gauge's next alert of the same kind takes no wall over. */
  hysteresis: Duration.default(600_000),
  silences: z.array(Silence).default([]),
});

/** What the duty desk is told of before anybody reports it. */
const Watch = z.strictObject({
  /** 聚集: cases of one 小类 this near each other, reported within the window. */
  hotSpot: z.strictObject({ distance: z.number().positive().max(5_000).default(50), window: Duration.default(days(1)), least: z.number().int().min(2).default(3) }).prefault({}),
  /** 突增: an hour of a region and class beside the same hour of so many days; fewer than `least` is none, and it must be rarer by chance. */
  surge: z.strictObject({ least: z.number().int().min(2).default(5), chance: z.number().positive().max(0.5).default(1e-5), days: z.number().int().min(7).max(60).default(28) }).prefault({}),
});

/** Hours from one minute to a fortnight. */
const Hours = z.number().positive().max(336);
const Escalation = z.array(z.strictObject({ after: Duration, to: z.string().min(1).max(40) })).default([]);
/** What an officer must do by when, and who hands over to whom. */
const Duty = z.strictObject({
  shifts: Shifts,
  /** 首报 of alerts of these colours, counted from the issue or from 签收. */
  report: z.strictObject({
    colours: z.array(z.enum(ALERT_COLOURS)).default(['orange', 'red']), from: z.enum(['issued', 'signed']).default('issued'),
    phone: Duration.default(900_000), written: Duration.default(2_100_000),
  }).prefault({}),
  /** By colour: whom an alert goes to that nobody has signed so long after its issue. */
  escalate: z.strictObject({ red: Escalation, orange: Escalation, yellow: Escalation, blue: Escalation }).prefault({}),
  /** 督办: hours until its deadline where the officer names none, and most that may be named. */
  supervise: z.strictObject({ hours: Hours.default(4), most: Hours.default(72) }).refine(({ hours, most }) => hours <= most, { path: ['hours'], message: 'no more than most' }).prefault({}),
});

/** 回放: what is recorded of what the screens showed. */
const Playback = z.strictObject({
  record: z.boolean().default(true),
  keep: Duration.default(days(7)),
  /** On disk; places of staff are thinned first, and at its end nothing more is recorded until the next day. */
  bytesPerDay: Size.default(500 << 20),
  /** Desks that play at once, each with a cursor of its own; the wall's is one more. */
  players: z.number().int().min(1).max(50).default(4),
});

/** The presenter's remote: how long a pairing counts, and after what silence its holder loses the wall. */
const Remote = z.strictObject({ expires: Duration.default(12 * 3_600_000), silence: Duration.default(300_000) });

export const CityFile = z.strictObject({
  code: Code,
  name: z.string().min(1),
  title: z.string().min(1),
  zone: Zone,
  /** [lng, lat], WGS-84 */
  centre: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
  /** A simulated city's screens bear 模拟数据. */
  simulated: z.boolean().default(false),
  /** What its walls speak where their address asks for nothing else (`?lang=en`). */
  language: z.enum(LANGUAGES).default('zh-CN'),
  /** 审图号, shown on published maps. */
  mapApproval: z.string().nullable().default(null),
  world: z.enum(WORLDS).default('live'),
  shardBy: z.enum(['city', 'district']).default('city'),
  /** League table of children; false switches it off. */
  league: z.boolean().default(true),
  /** Without a sign for so long, staff count as off duty and a station as silent. */
  silence: z.strictObject({ staff: Duration, station: Duration }).default({ staff: 300_000, station: 1_200_000 }),
  retention: z.strictObject({ minutes: Duration, hours: Duration, days: Duration, cases: Duration })
    .default({ minutes: 25 * 3_600_000, hours: days(35), days: days(400), cases: days(35) }),
  /** H3 resolution of the heat cells, and the standard deviation in metres that one is drawn with, at every zoom: about a cell's size, or the cells show. */
  heat: z.strictObject({ resolution: z.number().int().min(5).max(12).default(9), kernel: z.number().min(50).max(5_000).default(300) }).prefault({}),
  /** km/h: a faster change of position is none. */
  speedLimit: z.number().positive().default(120),
  /** A record's time further ahead of the world's clock is quarantined. */
  ahead: Duration.default(120_000),
  takeover: Takeover.prefault({}),
  watch: Watch.prefault({}),
  duty: Duty.prefault({}),
  playback: Playback.prefault({}),
  remote: Remote.prefault({}),
  /** How much of a member of staff's name and telephone a screen gets. */
  contacts: z.enum(CONTACTS).default('masked'),
  /** The classification whose classes key the heat cells. */
  classification: z.string().min(1).default('gb'),
  /** The world's clock: now = origin + (wall − startedAt) × rate. Absent: the wall clock. */
  clock: z.strictObject({ origin: orAbsent(Instant), startedAt: orAbsent(Instant), rate: orAbsent(Numeric.pipe(z.number().positive())) }).default({}),
});
export type CityFile = z.infer<typeof CityFile>;
