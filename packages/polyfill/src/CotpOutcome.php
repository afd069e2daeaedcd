<?php

declare(strict_types=1);

/** What is known of a request when a call fails. A refused callback is no call: its exceptions say NotSent. */
enum CotpOutcome
{
    case NotSent;
    case Unknown;
    case Answered;
}
