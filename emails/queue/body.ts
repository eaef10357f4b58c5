import { Readable } from "node:stream";

/**
 * A mail's bytes, which know whether the relay has asked for them. nodemailer pipes them into the connection only
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

	/** Hands over all bytes at once: reading them piece by piece, as streams do, takes longer than composing them. */
	override pipe<Destination extends NodeJS.WritableStream>(destination: Destination): Destination {
		this.begun = true;
		this.#onBegun();
		destination.end(this.#message);
		return destination;
	}
}
