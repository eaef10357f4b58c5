import { crc32 } from "node:zlib";
import sharp from "sharp";

/** Formats that a photo may come in. */
export const photoFormats = ["jpeg", "png", "webp"] as const;
export type PhotoFormat = (typeof photoFormats)[number];

/** Words that stand in a planted photo's metadata, each in a place of its own. */
export const plantedWords = [
	"PLANTED-DESCRIPTION",
	"PLANTED-THUMBNAIL",
	"PLANTED-XMP",
	"PLANTED-IPTC",
	"PLANTED-COMMENT",
	"PLANTED-TRAILER",
] as const;

/** Colours of the corners of the upright picture: top left, top right, bottom left, bottom right. */
export const corners = [
	[220, 30, 30],
	[30, 200, 30],
	[30, 30, 220],
	[240, 240, 240],
] as const;

const [WIDTH, HEIGHT] = [160, 80];

/**
 * A picture of four colours as a camera would store it that was held in one of eight ways, its metadata full: GPS, a
 * description, a thumbnail, XMP, IPTC, a comment and bytes behind the end.
 * @param orientation as in CIPA DC-008 §4.6.4
 */
export async function plantedPhoto(format: PhotoFormat, orientation = 1): Promise<Buffer> {
	const turned = orientation > 4;
	const [width, height] = turned ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
	const raw = Buffer.from(
		Array.from({ length: width * height }, (_, i) => {
			const [x, y] = upright(i % width, Math.floor(i / width), orientation);
			return [...(corners[(x < WIDTH / 2 ? 0 : 1) + (y < HEIGHT / 2 ? 0 : 2)] ?? corners[0])];
		}).flat(),
	);
	const plain = await sharp(raw, { raw: { width, height, channels: 3 } })
		.toFormat(format, { quality: 95 })
		.toBuffer();
	const exif = exifOf(orientation);
	if (format === "jpeg") return inJpeg(plain, exif);
	return format === "png" ? inPng(plain, exif) : inWebp(plain, exif, width, height);
}

/** Where a stored pixel is seen: rows and columns as the standard's table has them. */
function upright(x: number, y: number, orientation: number): [x: number, y: number] {
	const [right, bottom] = [WIDTH - 1, HEIGHT - 1];
	const places: [number, number][] = [
		[x, y],
		[right - x, y],
		[right - x, bottom - y],
		[x, bottom - y],
		[y, x],
		[right - y, x],
		[right - y, bottom - x],
		[y, bottom - x],
	];
	return places[orientation - 1] ?? [x, y];
}

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="PLANTED-XMP"/></rdf:RDF></x:xmpmeta>`;

/** A TIFF block, big-endian: description, orientation, a place, and a second directory with a thumbnail. */
function exifOf(orientation: number): Buffer {
	const description = Buffer.from("PLANTED-DESCRIPTION\0");
	const thumbnail = Buffer.concat([Buffer.from("ffd8ff", "hex"), Buffer.from("PLANTED-THUMBNAIL")]);
	const degrees = (...parts: number[]) => Buffer.concat(parts.flatMap((part) => [u32(part), u32(1)]));
	const data = [description, degrees(43, 20, 24), degrees(52, 51, 18), thumbnail];
	const [main, place, second] = [8, 8 + 2 + 3 * 12 + 4, 8 + 42 + 2 + 4 * 12 + 4];
	const begin = second + 2 + 3 * 12 + 4;
	const at = data.map((_, i) => begin + data.slice(0, i).reduce((sum, { length }) => sum + length, 0));
	const entry = (tag: number, type: number, count: number, value: Buffer) =>
		Buffer.concat([u16(tag), u16(type), u32(count), value]);
	const directory = (next: number, ...entries: Buffer[]) => Buffer.concat([u16(entries.length), ...entries, u32(next)]);
	return Buffer.concat([
		Buffer.from("MM\0*"),
		u32(main),
		directory(
			second,
			entry(0x010e, 2, description.length, u32(at[0] ?? 0)),
			entry(0x0112, 3, 1, Buffer.concat([u16(orientation), u16(0)])),
			entry(0x8825, 4, 1, u32(place)),
		),
		directory(
			0,
			entry(1, 2, 2, Buffer.from("N\0\0\0")),
			entry(2, 5, 3, u32(at[1] ?? 0)),
			entry(3, 2, 2, Buffer.from("E\0\0\0")),
			entry(4, 5, 3, u32(at[2] ?? 0)),
		),
		directory(
			0,
			entry(0x0103, 3, 1, Buffer.concat([u16(6), u16(0)])),
			entry(0x0201, 4, 1, u32(at[3] ?? 0)),
			entry(0x0202, 4, 1, u32(thumbnail.length)),
		),
		...data,
	]);
}

const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

/** Segments behind the first marker (ITU-T T.81 §B.1.1.4). */
function inJpeg(plain: Buffer, exif: Buffer): Buffer {
	const segment = (marker: number, ...parts: (Buffer | string)[]) => {
		const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
		return Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);
	};
	// IIM record 2, data set 120, the caption, in Photoshop's resource 0x0404.
	const caption = Buffer.concat([Buffer.from([0x1c, 2, 120]), u16(12), Buffer.from("PLANTED-IPTC")]);
	const iptc = Buffer.concat([
		Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0"),
		u32(caption.length),
		caption,
		Buffer.alloc(caption.length % 2),
	]);
	return Buffer.concat([
		plain.subarray(0, 2),
		segment(0xe1, "Exif\0\0", exif),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", xmp),
		segment(0xed, iptc),
		segment(0xfe, "PLANTED-COMMENT"),
		plain.subarray(2),
		Buffer.from("PLANTED-TRAILER"),
	]);
}

/** Chunks behind IHDR (W3C PNG §11.3). */
function inPng(plain: Buffer, exif: Buffer): Buffer {
	const ihdrEnd = 8 + 4 + 4 + 13 + 4;
	return Buffer.concat([
		plain.subarray(0, ihdrEnd),
		pngChunk("eXIf", exif),
		pngChunk("iTXt", Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)),
		pngChunk("tEXt", Buffer.from("Raw profile type iptc\0PLANTED-IPTC")),
		pngChunk("tEXt", Buffer.from("Comment\0PLANTED-COMMENT")),
		plain.subarray(ihdrEnd),
		Buffer.from("PLANTED-TRAILER"),
	]);
}

/** A chunk of a PNG with its check. */
export function pngChunk(type: string, body: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type, "latin1"), body]);
	return Buffer.concat([u32(body.length), typed, u32(crc32(typed))]);
}

/** The extended form (RFC 9649 §2.7), with its chunks behind the picture. */
function inWebp(plain: Buffer, exif: Buffer, width: number, height: number): Buffer {
	const chunk = (type: string, body: Buffer) => {
		const size = Buffer.alloc(4);
		size.writeUInt32LE(body.length);
		return Buffer.concat([Buffer.from(type), size, body, Buffer.alloc(body.length % 2)]);
	};
	const extended = Buffer.alloc(10);
	extended[0] = 0x0c;
	extended.writeUIntLE(width - 1, 4, 3);
	extended.writeUIntLE(height - 1, 7, 3);
	const body = Buffer.concat([
		Buffer.from("WEBP"),
		chunk("VP8X", extended),
		plain.subarray(12),
		chunk("EXIF", exif),
		chunk("XMP ", Buffer.from(xmp)),
		chunk("IPTC", Buffer.from("PLANTED-IPTC PLANTED-COMMENT")),
	]);
	const size = Buffer.alloc(4);
	size.writeUInt32LE(body.length);
	return Buffer.concat([Buffer.from("RIFF"), size, body, Buffer.from("PLANTED-TRAILER")]);
}
