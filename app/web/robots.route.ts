/** What crawlers may read: everything public; what is personal is told apart by `noindex` and never linked. */
export function loader() {
	return new Response("User-agent: *\nDisallow: /mailbox\nDisallow: /organise\n", {
		headers: { "Content-Type": "text/plain" },
	});
}
