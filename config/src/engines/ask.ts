/**
 * Asks an engine on this machine or in its network; rejects with the address
 * and the reason when there is no answer of status 2xx within 5 s.
 */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(5000), ...init });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    throw new Error(`${url}: ${cause instanceof Error ? cause.message : String(error)}`, { cause: error });
  }
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
  return response;
}
