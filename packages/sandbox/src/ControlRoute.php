<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The requests of the control API: method, and path below /sandbox. */
enum ControlRoute: string
{
    case ShowClock = 'GET clock';
    case MoveClock = 'POST clock';
    case ListFaults = 'GET faults';
    case ScheduleFault = 'POST faults';
    case DeleteFaults = 'DELETE faults';
    case CountRequests = 'GET stats.json';
    case ListRequests = 'GET requests.json';
    case ListCards = 'GET cards.json';
    case UseSecurityCode = 'POST use-cvv';
    case Reset = 'POST reset';
}
