import { Readable } from "node:stream";

/**
 * A mail's bytes, which know whether the relay has asked for them. nodemailer pipes them into the connection only
 * after the 354; from then until the last reply the relay may have taken the mail.
 */
export class Body extends Readable {
	/** The relay said 354, and the bytes have been handed over. */
	begun = false;
	readonly #message: Buffer;
	readonly #mayBegin: () => boolean;

	/** @param mayBegin is asked when the relay has said 354; unless it says yes, no byte goes */
	constructor(message: Buffer, mayBegin: () => boolean) {
		super();
		this.#message = message;
		this.#mayBegin = mayBegin;
	}

	/** Hands over all bytes at once: reading them piece by piece, as streams do, takes longer than composing them. */
	override pipe<Destination extends NodeJS.WritableStream>(destination: Destination): Destination {
		if (!this.#mayBegin()) return destination;
		this.begun = true;
		destination.end(this.#message);
		return destination;
	}
}
