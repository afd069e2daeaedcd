<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

/** What the exit code of a command means. */
final class ExitCode
{
    public const OK = 0;
    /** The input, the settings or the account are wrong, or the service rejected the request. */
    public const ERROR = 1;
    /** The command line is wrong. */
    public const USAGE = 2;
    /** The request or the card does not exist. */
    public const NOT_FOUND = 3;
    /** The service cannot be reached, fails or limits requests: try again later. */
    public const UNAVAILABLE = 4;
    /** The service may have processed the request. */
    public const UNKNOWN = 5;
    /** The request ended without a card. */
    public const WITHOUT_CARD = 6;
    /** The request has no final status yet. */
    public const PENDING = 7;
    /** A callback was rejected: by the verifier, or by the site. */
    public const REJECTED = 8;
    public const INTERRUPTED = 130;
    /** The reader of the output is gone. */
    public const CLOSED_PIPE = 141;
}
