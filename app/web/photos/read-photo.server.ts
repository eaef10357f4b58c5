import sharp from "sharp";
import { oneAtATime } from "./one-at-a-time.ts";
import { type PhotoRefusal, photoRefusal } from "./photo-kind.ts";

/** A photo as it is kept: WebP, upright, nothing in it but its pixels. */
export interface ReadPhoto {
	bytes: Buffer;
	width: number;
	height: number;
}

/** Pixels of a file at most, before it is made smaller. */
const MOST_PIXELS = 40_000_000;
/** Pixels of a photo's longer side, as it is kept. */
const LONGEST = 1_600;

// Whatever the bytes say, there are three decoders.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
	operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});
// One photo at a time, on one thread: the process has readers to answer.
sharp.cache(false);
sharp.concurrency(1);
const inTurn = oneAtATime();

/**
 * Makes a photo of a file that somebody has sent: decoded, turned upright by its orientation (CIPA DC-008 §4.6.4), made
 * smaller and encoded anew. Its metadata, thumbnails and colour profile go; the file itself is written nowhere.
 * @param file the bytes as they came
 */
export async function readPhoto(file: Buffer): Promise<ReadPhoto | { refused: PhotoRefusal }> {
	const refused = photoRefusal(file);
	return refused ? { refused } : inTurn(() => decode(file));
}

async function decode(file: Buffer): Promise<ReadPhoto | { refused: PhotoRefusal }> {
	try {
		const { width, height } = await sharp(file, { limitInputPixels: false }).metadata();
		if (width * height > MOST_PIXELS) return { refused: "pixels" };
		// Telephones' files have small faults that harm nobody; half a file does.
		const { data, info } = await sharp(file, { limitInputPixels: MOST_PIXELS, failOn: "truncated" })
			.autoOrient()
			.resize({ width: LONGEST, height: LONGEST, fit: "inside", withoutEnlargement: true })
			.webp({ quality: 80 })
			.toBuffer({ resolveWithObject: true });
		return { bytes: data, width: info.width, height: info.height };
	} catch {
		// What sharp says of a file it cannot read is for programmers.
		return { refused: "damaged" };
	}
}
