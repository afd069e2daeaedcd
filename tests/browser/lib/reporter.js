/* SPDX-License-Identifier: BSD-3-Clause */
// Reports to tools/test: the failures, and at the end "N passed, N failed". A file is not a test, unless it failed without one.

const FILE = /\.js$/;

function explained(error) {
    const cause = error.cause ?? error;
    return cause?.stack ?? cause?.message ?? String(cause);
}

export default async function* report(events) {
    let passed = 0;
    const failures = [];
    const files = [];
    for await (const { type, data } of events) {
        if (type === 'test:stderr' || type === 'test:stdout') {
            yield data.message;
        }
        if ((type !== 'test:pass' && type !== 'test:fail') || data.details.type === 'suite') {
            continue;
        }
        if (type === 'test:pass') {
            passed += FILE.test(data.name) || data.skip !== undefined ? 0 : 1;
            continue;
        }
        (FILE.test(data.name) ? files : failures).push(data);
        yield FILE.test(data.name) ? '' : `not ok ${data.name}\n${explained(data.details.error).replace(/^/gm, '       ')}\n`;
    }
    if (failures.length === 0) {
        failures.push(...files);
        yield files.map((file) => `not ok ${file.name}\n${explained(file.details.error)}\n`).join('');
    }
    yield `${passed} passed, ${failures.length} failed\n`;
}
