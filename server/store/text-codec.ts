/**
 * Text as Chinese addresses are: a Han character takes two bytes instead of UTF-8's three, ASCII one,
 * any other UTF-16 unit three.
 */
import type { Writer } from './bytes.ts';

const HAN = 0x4e00;
const HAN_UNITS = 0x5200;

export function writeText(out: Writer, text: string): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) out.u8(unit);
    else if (unit >= HAN && unit < HAN + HAN_UNITS) out.u16(0x8000 + unit - HAN);
    else { out.u8(0xff); out.u16(unit); }
  }
}

export function readText(bytes: Uint8Array): string {
  const units: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i]!;
    if (b < 0x80) units.push(b);
    else if (b === 0xff) { units.push(bytes[i + 1]! * 256 + bytes[i + 2]!); i += 2; }
    else { units.push((b - 0x80) * 256 + bytes[i + 1]! + HAN); i += 1; }
  }
  return String.fromCharCode(...units);
}
