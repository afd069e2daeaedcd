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

/**
 * Tries the operations on the stored test card: the retention policy, then clearing its security code, then deleting it.
 * A route is confirmed by its effect, which reading the policy shows: another operation may have been meant by it.
 */
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
        $get = static fn (CotpRequest $client): CotpRetention => $client->getRetention($cardUri);
        $set = static fn (CotpRequest $client) => $client->setRetention($cardUri, $policy);
        $shows = fn (): bool => $this->policyHasDestination($cardUri);
        $this->attempt(Operation::GetRetention, $get, static fn (): bool => true);
        $this->attempt(Operation::SetRetention, $set, function () use ($get, $shows): bool {
            // A card without a policy may have none to read before.
            $this->canRead() || $this->attempt(Operation::GetRetention, $get, $shows);
            return $this->canRead() && $shows();
        });
        $this->attempt(Operation::DeleteRetention, function (CotpRequest $client) use ($cardUri, $destination, $shows, $set): void {
            // A route that was tried before may have changed the policy.
            if ($this->canRead() && !$shows()) {
                $set($this->connection->client($this->routes->wire()));
            }
            $client->deleteRetention($cardUri, $destination->type, $destination->data);
        }, fn (): bool => $this->canRead() && $this->routes->only(Operation::SetRetention) !== null && !$shows());
        $this->attemptOnce(Operation::ClearCvv, static fn (CotpRequest $client) => $client->clearCvv($cardUri));
        $this->attemptOnce(Operation::DeleteCard, static fn (CotpRequest $client) => $client->deleteCard($cardUri));
    }

    private function canRead(): bool
    {
        return $this->routes->only(Operation::GetRetention) !== null;
    }

    /**
     * Tries an operation that can be done only once: the second time has to fail.
     * @param Closure(CotpRequest): mixed $call
     */
    private function attemptOnce(Operation $operation, Closure $call): void
    {
        $this->attempt($operation, $call, function (CotpRequest $client) use ($call): bool {
            try {
                $call($client);
            } catch (CotpException) {
                return true;
            }
            return false;
        });
    }

    /**
     * Tries each route that may perform the operation.
     * @param Closure(CotpRequest): mixed $call
     * @param Closure(CotpRequest): bool $hasEffect
     */
    private function attempt(Operation $operation, Closure $call, Closure $hasEffect): void
    {
        $wasSure = $this->routes->only($operation) !== null;
        $succeeded = [];
        foreach ($this->routes->toTry($operation) as $route) {
            $this->interrupt->check();
            $client = $this->connection->client([...$this->routes->wire(), ...array_filter($route->wire(), WireKeys::isKnown(...), ARRAY_FILTER_USE_KEY)]);
            try {
                $call($client);
                $succeeded[] = $route;
                if ($hasEffect($client)) {
                    $this->confirm($route, 'did it with the stored test card.');
                    return;
                }
            } catch (CotpException $exception) {
                $this->console->line("{$route->text()} failed: {$exception->getMessage()}");
            }
        }
        if ($wasSure && $succeeded !== []) {
            $this->confirm($succeeded[0], 'succeeded with the stored test card.');
            return;
        }
        $this->console->line("No candidate for $operation->value was seen to do it.");
        // What has to be set before cannot be deleted if it could not be set.
        $isMeaningful = $operation !== Operation::DeleteRetention || $this->routes->only(Operation::SetRetention) !== null;
        foreach ($wasSure && $isMeaningful ? [$operation->pathKey(), $operation->methodKey()] : [] as $key) {
            $this->findings->notTestable($key, 'It exists, but failed with the stored test card.');
        }
    }

    private function confirm(Route $route, string $evidence): void
    {
        $this->routes->decide($route);
        foreach ($route->wire() as $key => $value) {
            $this->findings->confirm($key, $value, "{$route->text()} $evidence");
        }
        $this->console->line("{$route->text()} succeeded.");
    }

    private function policyHasDestination(#[\SensitiveParameter] string $cardUri): bool
    {
        $policy = $this->connection->client($this->routes->wire())->getRetention($cardUri);
        return in_array(DestinationGuard::RESERVED_HOST, array_map(static fn (CotpDestination $destination): string => $destination->data, $policy->destinations), true);
    }
}
