/** Opens a workbook (.xlsx) as anybody may: a zip of XML. Its sheets by name, each row a list of cells. Reads no more than the report's workbook uses. */
import { inflateRawSync } from 'node:zlib';

export interface BookCell { value: string | number; format?: string }

function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [method, size, nameLength, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const begins = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(begins, begins + size);
    files.set(name, (method === 8 ? inflateRawSync(body) : body).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

const plain = (xml: string): string => xml.replace(/<[^>]+>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;|&apos;/g, '\'').replace(/&amp;/g, '&');
const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const columnOf = (ref: string): number => [...ref.replace(/\d+/g, '')].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;

export function readBook(bytes: Buffer): Map<string, (BookCell | undefined)[][]> {
  const files = unzip(bytes);
  const text = (name: string): string => { const found = files.get(name); if (found === undefined) throw new Error(`${name}: not in the workbook, which has ${[...files.keys()].join(', ')}`); return found; };
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, si]) => plain(si!));
  const styles = text('xl/styles.xml');
  const formats = new Map([...styles.matchAll(/<numFmt [^>]*>/g)].map(([tag]) => [attribute(tag, 'numFmtId'), plain(attribute(tag, 'formatCode') ?? '')]));
  const xfs = [...(/<cellXfs[\s\S]*?<\/cellXfs>/.exec(styles)?.[0] ?? '').matchAll(/<xf\b[^>]*>/g)].map(([tag]) => formats.get(attribute(tag, 'numFmtId')));
  const links = new Map([...text('xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)].map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target')!.replace(/^\/?(xl\/)?/, '')]));
  return new Map([...text('xl/workbook.xml').matchAll(/<sheet [^>]*>/g)].map(([tag]) => {
    const xml = text(`xl/${links.get(attribute(tag, 'r:id'))}`);
    const rows = [...xml.matchAll(/<row\b[^>]*?(?:\/>|>([\s\S]*?)<\/row>)/g)].map(([, row = '']) => {
      const cells: (BookCell | undefined)[] = [];
      for (const [, head, body = ''] of row.matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
        const raw = /<v>([\s\S]*?)<\/v>/.exec(body)?.[1];
        const type = attribute(head!, 't');
        if (raw === undefined && type !== 'inlineStr') continue;
        const format = xfs[Number(attribute(head!, 's') ?? 0)];
        cells[columnOf(attribute(head!, 'r')!)] = { value: type === 's' ? shared[Number(raw)]! : type === 'inlineStr' || type === 'str' ? plain(body) : Number(raw), ...(format === undefined ? {} : { format }) };
      }
      return cells;
    });
    return [plain(attribute(tag, 'name')!), rows];
  }));
}
