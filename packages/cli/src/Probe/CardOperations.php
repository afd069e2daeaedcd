<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use Closure;
use CotpCli\Interrupt;
use CotpDestination;
use CotpException;
use CotpRequest;
use CotpRetention;
use DateTimeImmutable;

/** Tries the operations on the stored test card: the retention policy, then clearing its security code, then deleting it. */
final readonly class CardOperations
{
    public function __construct(
        private Connection $connection,
        private Routes $routes,
        private Findings $findings,
        private Console $console,
        private Interrupt $interrupt,
    ) {
    }

    public function run(#[\SensitiveParameter] string $cardUri): void
    {
        $destination = new CotpDestination('HostName', DestinationGuard::RESERVED_HOST, 1);
        $policy = new CotpRetention(new DateTimeImmutable('+1 day'), false, [$destination]);
        $this->attempt(Operation::SetRetention, static fn (CotpRequest $client) => $client->setRetention($cardUri, $policy));
        $this->attempt(Operation::GetRetention, static fn (CotpRequest $client): CotpRetention => $client->getRetention($cardUri));
        $this->attempt(Operation::DeleteRetention, static fn (CotpRequest $client) => $client->deleteRetention($cardUri, $destination->type, $destination->data));
        $this->attempt(Operation::ClearCvv, static fn (CotpRequest $client) => $client->clearCvv($cardUri));
        $this->attempt(Operation::DeleteCard, static fn (CotpRequest $client) => $client->deleteCard($cardUri));
    }

    /** @param Closure(CotpRequest): mixed $call */
    private function attempt(Operation $operation, Closure $call): void
    {
        foreach ($this->routes->toTry($operation) as $route) {
            $this->interrupt->check();
            try {
                $call($this->connection->client([...$this->routes->wire(), ...array_filter($route->wire(), WireKeys::isKnown(...), ARRAY_FILTER_USE_KEY)]));
            } catch (CotpException $exception) {
                $this->console->line("{$route->text()} failed: {$exception->getMessage()}");
                continue;
            }
            $this->routes->decide($route);
            foreach ($route->wire() as $key => $value) {
                $this->findings->confirm($key, $value, "{$route->text()} succeeded with the stored test card.");
            }
            $this->console->line("{$route->text()} succeeded.");
            return;
        }
        $this->console->warning("No candidate for $operation->value succeeded with the stored test card.");
        foreach ([$operation->pathKey(), $operation->methodKey()] as $key) {
            $this->findings->isConfirmed($key) || $this->findings->refute($key, 'No candidate succeeded with the stored test card.');
        }
    }
}
