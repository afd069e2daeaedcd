<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Whether a complete 2xx response is the response to its request. */
enum Fit
{
    case Fits;
    /** It fits, but the client will reject it. */
    case Rejected;
    /** It is not understood. */
    case Unclear;
    /** It belongs to another request: the request is made once more, on a new connection. */
    case Foreign;
}
