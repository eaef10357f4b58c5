/** What a hosted page is asked. */
export interface PageRequest {
	method: string;
	/** `Accept-Language`. */
	language: string | undefined;
	form: URLSearchParams;
}

/** A page, or another address to go to. */
export type PageAnswer =
	| {
			status: number;
			html: string;
			/** The origin to which its form may lead (Chromium holds redirects to it). */
			formAction?: string;
	  }
	| { to: string };
