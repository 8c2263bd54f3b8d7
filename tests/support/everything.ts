/** The run was started as `npm test -- all`: long rounds, large companies and every look of every screen are wanted. */
export const everything = process.env["PORTICO_TEST_ALL"] !== undefined;
