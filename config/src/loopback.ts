/** Whether a host name or address, as it stands in an address, means this machine and nobody else's. */
export const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
