<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

/** The site in one framework: its commands, and its settings for a broker. */
interface Framework
{
    /** The name in the report. */
    public function name(): string;

    /** @return list<string> the names of the brokers that it can use: redis, rabbitmq, pgsql */
    public function brokers(): array;

    /** @return list<string> the packages of Debian that it needs for a broker, besides the server */
    public function packages(string $broker): array;

    /** Installs its own packages, if they are missing. */
    public function install(): void;

    /**
     * @param string $broker its name
     * @return array<string, string> in a value, "{process}" becomes the name of the process
     */
    public function variables(string $broker, string $address): array;

    /** @return list<string> arguments of PHP: creates the tables */
    public function prepare(): array;

    /** @return list<string> arguments of PHP: reads "question account" lines, prints "confirmed question" lines */
    public function producer(): array;

    /** @return list<string> arguments of PHP: handles the jobs */
    public function worker(): array;

    /** @return list<string> arguments of PHP: calls Ledger::work() in a loop */
    public function ledgerWorker(): array;

    /** The router of PHP's web server. */
    public function web(): string;

    public function callbackPath(string $account): string;
}
