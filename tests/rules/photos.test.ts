import exifr from "exifr";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { oneAtATime } from "#app/web/photos/one-at-a-time.ts";
import { MOST_BYTES, type PhotoRefusal } from "#app/web/photos/photo-kind.ts";
import { type ReadPhoto, readPhoto } from "#app/web/photos/read-photo.server.ts";
import { corners, photoFormats, plantedPhoto, plantedWords } from "#tests/support/planted-photo.ts";
import { whitePng } from "#tests/support/white-png.ts";

// A photo comes in with all that a telephone writes into it, and goes out as pixels.

async function read(file: Buffer): Promise<ReadPhoto> {
	const photo = await readPhoto(file);
	if ("refused" in photo) throw new Error(`refused: ${photo.refused}`);
	return photo;
}

/** Types of the chunks of a WebP (RFC 9649 §2.3). */
function chunksOf(webp: Buffer): string[] {
	const types: string[] = [];
	for (let at = 12; at < webp.length; at += 8 + webp.readUInt32LE(at + 4) + (webp.readUInt32LE(at + 4) % 2))
		types.push(webp.toString("latin1", at, at + 4));
	return types;
}

describe.each(photoFormats)("a %s with everything in it", (format) => {
	test("has it, and comes out without any of it", async () => {
		const file = await plantedPhoto(format);
		for (const words of plantedWords) expect(file.includes(words), words).toBe(true);
		const before = await sharp(file).metadata();
		expect(before.exif?.includes("PLANTED-THUMBNAIL")).toBe(true);
		expect(before.xmp?.includes("PLANTED-XMP")).toBe(true);
		if (format !== "webp") {
			const told = await exifr.parse(file, { ifd1: true });
			expect([told.latitude, told.longitude, told.ImageDescription]).toEqual([
				expect.closeTo(43.34, 2),
				expect.closeTo(52.855, 2),
				"PLANTED-DESCRIPTION",
			]);
		}
		const { bytes } = await read(file);
		for (const words of plantedWords) expect(bytes.includes(words), words).toBe(false);
		expect(chunksOf(bytes)).toEqual(["VP8 "]);
		const after = await sharp(bytes).metadata();
		const { exif, xmp, iptc, icc, orientation, comments } = after;
		expect([exif, xmp, iptc, icc, orientation, comments]).toEqual(Array(6).fill(undefined));
		// The same pixels as a JPEG, which exifr can read, tell it nothing either.
		const again = await sharp(bytes).keepMetadata().jpeg().toBuffer();
		expect([await exifr.gps(again), await exifr.thumbnail(again)]).toEqual([undefined, undefined]);
	});

	test.each([1, 2, 3, 4, 5, 6, 7, 8])("held in way %i it comes out upright", async (orientation) => {
		const { bytes, width, height } = await read(await plantedPhoto(format, orientation));
		expect([width, height]).toEqual([160, 80]);
		const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
		const pixel = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
		const seen = [pixel(8, 8), pixel(151, 8), pixel(8, 71), pixel(151, 71)];
		const off = seen.flatMap((colours, i) => colours.map((value, part) => Math.abs(value - (corners[i]?.[part] ?? 0))));
		expect(Math.max(...off)).toBeLessThan(40);
	});

	test("cut off it is refused", async () => {
		const file = await plantedPhoto(format);
		const end = file.indexOf("PLANTED-TRAILER");
		for (const length of [Math.floor(end * 0.9), Math.floor(end * 0.5), 64])
			expect(await readPhoto(file.subarray(0, length))).toEqual({ refused: "damaged" });
	});
});

test("a large photo is made smaller, its longer side to 1,600 pixels, and a small one is left", async () => {
	const { width, height } = await read(await sharp(whitePng(4000, 3000)).jpeg().toBuffer());
	expect([width, height]).toEqual([1600, 1200]);
	const small = await read(whitePng(31, 77));
	expect([small.width, small.height]).toEqual([31, 77]);
});

test("40 million pixels are taken, one row more is not, however small the file", async () => {
	const most = whitePng(8000, 5000);
	expect(most.length).toBeLessThan(10_000);
	expect((await read(most)).width).toBe(1600);
	expect(await readPhoto(whitePng(8000, 5001))).toEqual({ refused: "pixels" });
	expect(await readPhoto(whitePng(30_000, 30_000))).toEqual({ refused: "pixels" });
}, 30_000);

describe("refused before anything decodes it, with the reason", async () => {
	const jpeg = await plantedPhoto("jpeg");
	const page = "<!DOCTYPE html><html><script>alert(1)</script></html>";
	const commented = Buffer.concat([
		jpeg.subarray(0, 2),
		Buffer.from([0xff, 0xfe, 0, page.length + 2]),
		Buffer.from(page),
	]);
	const files: [string, Buffer, PhotoRefusal][] = [
		["nothing", Buffer.alloc(0), "missing"],
		["a HEIC of a telephone", Buffer.from("\0\0\0\x24ftypheic\0\0\0\0mif1heic"), "heic"],
		["an AVIF", await sharp(whitePng(16, 16)).avif().toBuffer(), "heic"],
		["a drawing", Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'), "svg"],
		["a drawing with a script", Buffer.from("<svg onload='alert(1)'><script>1</script></svg>"), "svg"],
		["a GIF", await sharp(whitePng(16, 16)).gif().toBuffer(), "gif"],
		["a TIFF", await sharp(whitePng(16, 16)).tiff().toBuffer(), "unknown"],
		["a page", Buffer.from(page), "page"],
		["a page before a photo", Buffer.concat([Buffer.from(page), jpeg]), "page"],
		["a photo with a page in its comment", Buffer.concat([commented, jpeg.subarray(2)]), "page"],
		["a photo with a page behind it", Buffer.concat([jpeg, Buffer.from(page)]), "page"],
		["a photo larger than it may be", Buffer.concat([jpeg, Buffer.alloc(MOST_BYTES)]), "bytes"],
		["a few bytes like a photo's", Buffer.from("ffd8ffe000104a46", "hex"), "damaged"],
	];
	test.each(files)("%s", async (_, file, reason) => {
		expect(await readPhoto(file)).toEqual({ refused: reason });
	});
});

test("one at a time, in the order in which they came, whatever becomes of those before", async () => {
	const inTurn = oneAtATime();
	const log: string[] = [];
	const work = (name: string, fails = false) =>
		inTurn(async () => {
			log.push(`${name} begins`);
			await new Promise(setImmediate);
			log.push(`${name} ends`);
			if (fails) throw new Error(name);
			return name;
		});
	const all = await Promise.allSettled([work("a"), work("b", true), work("c")]);
	expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
	expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});
