/** A point on the earth, in degrees. */
export interface Point {
	latitude: number;
	longitude: number;
}

/** Degrees that a circle fits into; `longitude` is null where it would reach round a pole or over the date line. */
export interface Box {
	latitude: readonly [number, number];
	longitude: readonly [number, number] | null;
}

const KM_PER_DEGREE = 111.2;
/** Degrees by which a place that not all may know is rounded away at most, and a little. */
const ROUNDED = 0.06;

/** The box round a point that an index can look for, a little larger than the circle. @param km its radius */
export function boxAround({ latitude, longitude }: Point, km: number): Box {
	const up = km / KM_PER_DEGREE + ROUNDED;
	const widest = Math.min(90, Math.abs(latitude) + up);
	const across = up / Math.max(Math.cos((widest * Math.PI) / 180), 1e-6);
	const inside = across < 180 && longitude - across >= -180 && longitude + across <= 180;
	return {
		latitude: [latitude - up, latitude + up],
		longitude: inside ? [longitude - across, longitude + across] : null,
	};
}
