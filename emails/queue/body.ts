import { Readable } from "node:stream";

/**
 * A mail's bytes, which knows whether the relay has asked for them. nodemailer reads it only
 * after the 354; from then until the last reply the relay may have taken the mail.
 */
export class Body extends Readable {
	/** The relay said 354. */
	begun = false;
	readonly #message: Buffer;
	readonly #onBegun: () => void;

	constructor(message: Buffer, onBegun: () => void) {
		super();
		this.#message = message;
		this.#onBegun = onBegun;
	}

	override _read(): void {
		if (this.begun) return;
		this.begun = true;
		this.#onBegun();
		this.push(this.#message);
		this.push(null);
	}
}
