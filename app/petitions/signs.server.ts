import { randomInt } from "node:crypto";

/** A prime number of signs, none of which is taken for another when it is read aloud or written by hand. */
export const signs = "123456789abcdefghjkmnpqrstvwxyz";

/** So many of them, at random. */
export function randomSigns(length: number): string {
	return Array.from({ length }, () => signs[randomInt(signs.length)]).join("");
}
