<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Interrupt;
use CotpCli\Sample\NameMapper;
use CotpCli\Service\RawClient;
use CotpException;

/** One run: what can be found without a message, then at most two messages, then the test card. */
final class Probe
{
    private Routes $routes;
    private BodyKnowledge $knowledge;
    private StateReader $reader;
    private ?FormWait $wait = null;

    public function __construct(
        private readonly Settings $settings,
        private readonly Connection $connection,
        private readonly RawClient $http,
        private readonly Candidates $candidates,
        public readonly Findings $findings,
        private readonly MessageBudget $budget,
        private readonly Console $console,
        private readonly Interrupt $interrupt,
    ) {
        $this->routes = new Routes();
        $this->knowledge = new BodyKnowledge();
        $this->reader = new StateReader($http, $this->routes, $candidates, $findings);
    }

    /**
     * Finds what requests without a destination can find.
     * @throws \CotpCli\UserError when the service cannot be reached or does not accept the key
     */
    public function withoutMessages(): void
    {
        $this->console->section('Without a message');
        (new Checks($this->http, $this->connection->target, $this->candidates, $this->console))->run();
        $this->routes = (new RouteDiscovery($this->http, $this->candidates, $this->findings))->discover();
        $this->reader = new StateReader($this->http, $this->routes, $this->candidates, $this->findings);
        foreach (Operation::cases() as $operation) {
            $route = $this->routes->only($operation);
            $this->console->line(str_pad($operation->value, 17) . ($route?->text() ?? 'not found yet'));
        }
        $send = $this->routes->only(Operation::Send);
        if ($send !== null && $this->routes->acceptsEmptySend) {
            $this->knowledge->wasTried = $this->knowledge->acceptsNothing = true;
        } elseif ($send !== null) {
            $markers = new Markers($this->settings->tester, '', 'digits', 3, $this->harmlessBookerId());
            $this->knowledge = (new BodyDiscovery($this->http, $this->candidates, new NameMapper(), $markers))->discover($send, $this->routes->only(Operation::SecurityCode));
        }
        $fields = new FieldFindings($this->candidates, $this->findings, $this->knowledge);
        $fields->concludeFromErrors(!$this->http->wasDisturbed() && !$this->knowledge->acceptsNothing);
        $this->reportDeliveryValues();
        $this->knowledge->wasTried && $this->console->line($this->knowledge->tellsNames
            ? 'The service tells names apart: it knows ' . count($this->knowledge->recognized) . ' of ' . count($this->candidates->keys('form.')) . ' fields under a name that was tried.'
            : 'The errors of the service do not tell which names it knows.');
        $this->knowledge->refusesUnknown && $this->console->line('The service refuses unknown names.');
    }

    /** Returns the given id, unless it is an address or looks like a number: a send without a destination has neither. */
    private function harmlessBookerId(): ?string
    {
        $id = $this->settings->bookerId;
        return $id === null || preg_match('/@|^[\d\s+().\/-]{7,}$/', $id) === 1 ? null : $id;
    }

    /** Why no message can be sent, or null. */
    public function obstacle(): ?string
    {
        return match (true) {
            $this->budget->isResumed() => 'An earlier run in this folder has already begun to send, so this one sends nothing.',
            $this->routes->only(Operation::Send) === null => 'No candidate for the path of a send exists, so no message can be sent. If PCI Booking tells you the path, put {"send.path": "/…"} into a file and use --wire.',
            $this->knowledge->acceptsNothing => 'The service accepted a send without any destination, so the probe does not send any further one. It may have delivered something: look into your account.',
            default => null,
        };
    }

    /** Sends the messages and looks at what became of them. */
    public function withMessages(): void
    {
        $listen = $this->settings->callbackListen ?? CallbackListener::addressFor($this->settings->callbackUrl ?? '');
        $callbacks = $listen === null ? null : new CallbackListener($listen, $this->findings, $this->candidates, $this->budget->requestIds(...));
        $this->budget->isResumed() || $this->sendBoth();
        $ids = $this->budget->requestIds();
        if ($ids !== [] && $this->settings->wait > 0) {
            $this->waitForForm($ids, $callbacks);
        }
    }

    /** @return list<string> */
    public function statuses(): array
    {
        return $this->wait?->statuses() ?? [];
    }

    private function sendBoth(): void
    {
        $guard = new DestinationGuard($this->settings->tester, $this->candidates, $this->settings->callbackUrl, $this->settings->bookerId);
        $messages = new Messages(
            new MessageSender(new Messenger($this->connection, $this->budget, $guard, $this->interrupt), $this->console),
            new MessagePlanner($this->settings, $this->candidates, $this->knowledge, $this->findings),
            $this->reader,
            new FieldFindings($this->candidates, $this->findings, $this->knowledge),
            $this->findings,
            $this->knowledge,
            $this->routes,
            $this->console,
        );
        $first = $messages->sendFirst();
        if ($first !== null) {
            $second = $messages->sendSecond();
            $second !== null && $this->cancel($first);
        }
    }

    private function reportDeliveryValues(): void
    {
        foreach (Channel::cases() as $channel) {
            $key = $channel->delivery();
            $values = $this->knowledge->deliveryValues[$key] ?? [];
            if ($values !== []) {
                $this->findings->confirm($key, $values[0], 'A send without a destination leads to another error with this value than with a wrong one.');
            } else {
                $this->findings->notTestable($key, 'No candidate leads to another error than a wrong value.');
            }
        }
    }

    /** Cancels the first message's link, so that the tester has only one, and so proves the operation. */
    private function cancel(string $requestId): void
    {
        $other = $this->reader->didSomethingElse();
        if ($other !== null && $this->isCanceled($requestId)) {
            $this->confirmCancel(new Route(Operation::Delete, $other->method, $other->path));
            return;
        }
        foreach ($this->routes->toTry(Operation::Delete) as $route) {
            $this->interrupt->check();
            try {
                $this->connection->client([...$this->routes->wire(), ...$route->wire()])->delete($requestId);
            } catch (CotpException $exception) {
                $this->console->line("{$route->text()} failed: {$exception->getMessage()}");
                continue;
            }
            if ($this->isCanceled($requestId)) {
                $this->confirmCancel($route);
                return;
            }
        }
        $this->console->warning('The link of the first message could not be canceled.');
    }

    private function isCanceled(string $requestId): bool
    {
        $state = $this->reader->read($requestId);
        return $state === null ? $this->reader->isGone() : strcasecmp($this->reader->status($state), 'LinkExpired') === 0;
    }

    private function confirmCancel(Route $route): void
    {
        $this->routes->decide($route);
        foreach ($route->wire() as $key => $value) {
            $this->findings->confirm($key, $value, "{$route->text()} canceled the link of the first message.");
        }
        $this->console->line('The link of the first message was canceled.');
    }

    /** @param list<string> $ids */
    private function waitForForm(array $ids, ?CallbackListener $callbacks): void
    {
        $this->console->section('The form');
        $this->console->line('Open the link of the last message and fill in the form with a TEST card, never with a real one.');
        $this->wait = new FormWait($this->reader, $this->findings, $this->candidates, $this->console, $this->interrupt, $callbacks);
        $cardUri = $this->wait->wait($ids, $this->settings->wait);
        if ($cardUri === null) {
            $this->console->warning('No card was stored, so the operations on a card were tried only with an unknown token.');
            return;
        }
        $this->console->section('The test card');
        (new CardOperations($this->connection, $this->routes, $this->findings, $this->console, $this->interrupt))->run($cardUri);
    }
}
