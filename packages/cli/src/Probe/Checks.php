<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Service\RawClient;
use CotpCli\Service\RawRequest;
use CotpCli\Service\Target;
use CotpCli\UserError;

/** What has to be right before anything else can be tried: the service, its certificate, the key and the clock. */
final readonly class Checks
{
    private const MOST_SKEW = 120;

    public function __construct(private RawClient $http, private Target $target, private Candidates $candidates, private Console $console)
    {
    }

    /** @throws UserError when the service cannot be reached or does not accept the key */
    public function run(): void
    {
        $path = $this->candidates->default(Operation::Authenticate->pathKey());
        $response = $this->http->send(new RawRequest($this->candidates->default(Operation::Authenticate->methodKey()), $path, []));
        if ($response->status === 0) {
            throw new UserError("{$this->target->baseUri} cannot be reached: $response->failure");
        }
        if (in_array($response->status, [401, 403, 426], true)) {
            throw new UserError(match ($response->status) {
                401 => "The service does not accept the API key (HTTP 401). Staging and production have different keys; {$this->target->host} needs its own.",
                403 => 'The service rejects this account or this address (HTTP 403). PCI Booking may have restricted the account to certain source addresses.',
                default => 'The user of this API key is blocked (HTTP 426). Ask PCI Booking to unblock it.',
            });
        }
        if ($response->status >= 500) {
            throw new UserError("The service fails with HTTP $response->status. Try again later.");
        }
        if ($response->isHtml() && $response->isSuccess()) {
            throw new UserError("{$this->target->baseUri} responds with a web page, not as an API. Check the base URI, for example " . Target::example() . '.');
        }
        $this->console->line($response->isSuccess() ? 'The service accepts the key.' : "The key check responds with HTTP $response->status; whether the key is good shows later.");
        $this->target->hasUsualPath() || $this->console->warning('The base URI does not end in "/api", as the documented ones do. If no path is found, this is why.');
        $this->checkClock($response->headers['date'] ?? '');
    }

    private function checkClock(string $date): void
    {
        $time = $date === '' ? false : strtotime($date);
        if ($time !== false && abs($time - time()) > self::MOST_SKEW) {
            $this->console->warning(sprintf('The clock of this machine is %d seconds off the clock of the service.', time() - $time));
        }
    }
}
