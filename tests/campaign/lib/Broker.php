<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

/** A queue server that can be killed and started again with the data that it has confirmed. */
interface Broker
{
    public function start(): void;

    /** Ends the server without any chance to save something. */
    public function kill(): void;

    public function isReady(): bool;

    /** The DSN of the database of the ledger. */
    public function ledgerDsn(): string;

    /** host:port or the path of the socket, which the frameworks make their settings from. */
    public function address(): string;
}
