<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** The two messages of a run: the first with every candidate, the second with the names that were found. */
final class Messages
{
    private Delivery $delivery;
    private bool $repeatsAnything = false;
    private bool $nothingStuck = false;

    public function __construct(
        private readonly MessageSender $sender,
        private readonly MessagePlanner $planner,
        private readonly StateReader $reader,
        private readonly FieldFindings $fields,
        private readonly Findings $findings,
        private readonly BodyKnowledge $knowledge,
        private readonly Routes $routes,
        private readonly Console $console,
    ) {
    }

    /** @return string|null the id of the accepted request */
    public function sendFirst(): ?string
    {
        $this->console->section('The first message');
        $tries = 0;
        foreach ([false, true] as $isCautious) {
            foreach ($this->planner->deliveries() as $delivery) {
                $this->delivery = $delivery;
                $sent = $this->sender->send($this->firstPlan($isCautious), $this->wire(), $this->knowledge);
                if ($sent === null || ($sent[0]->isRefused() && $sent[0]->httpStatus !== 0)) {
                    $tries++;
                    continue;
                }
                $id = $this->outcome($sent[0]);
                $id === null || $this->concludeFirst($sent[1], $id, $tries);
                return $id;
            }
        }
        $this->console->warning('The service accepted no first message.');
        return null;
    }

    /** @return string|null the id of the accepted request */
    public function sendSecond(): ?string
    {
        $this->console->section('The second message');
        $markers = $this->planner->markers(2, $this->delivery);
        $plan = $this->nothingStuck ? $this->planner->otherCasing($markers) : $this->planner->second($markers);
        $destination = $plan->tester->channel->destination();
        $names = array_map(static fn (Placed $placed): string => $placed->name, $plan->of($destination));
        $refused = 0;
        foreach ($this->nothingStuck ? [''] : $names as $name) {
            $this->console->line($name === '' ? 'Sending all names in the other casing.' : "Sending only the names that were found, with $name as the destination.");
            $sent = $this->sender->send($name === '' ? $plan : $plan->withOnly($destination, $name), $this->wire(), $this->knowledge);
            if ($sent === null) {
                break;
            }
            if ($sent[0]->isRefused() && $sent[0]->httpStatus !== 0) {
                $refused++;
                continue;
            }
            $id = $this->outcome($sent[0]);
            $id === null || $this->conclude($sent[1], $id);
            if ($id !== null && $refused > 0 && $name !== '') {
                $this->findings->confirm($destination, $name, 'The service accepted a send with this name only, and refused it with others.');
            }
            return $id;
        }
        $refused > 0 && $this->findings->notTestable($destination, 'The service accepted no send with only one of the candidates.');
        $this->console->warning('The second message was not sent.');
        return null;
    }

    private function firstPlan(bool $isCautious): MessagePlan
    {
        $plan = $this->planner->first($this->planner->markers(1, $this->delivery));
        $plan = $this->knowledge->refusesUnknown ? $plan : $plan->with(new Placed('', 0, MessagePlanner::CONTROL, 'Probe zqcontrol'));
        $plan = $isCautious ? MessageSender::cautious($plan) : $plan;
        $this->console->line('Sending ' . count($plan->placed) . " names, with the delivery method \"{$this->delivery->value}\"" . ($this->isSms() ? " and the number as {$this->delivery->phoneFormat}" : '') . ($isCautious ? ', without those whose values may depend on the account.' : '.'));
        return $plan;
    }

    private function isSms(): bool
    {
        return $this->planner->channel() === Channel::Sms;
    }

    /** @param int $refused how many other deliveries were refused before */
    private function concludeFirst(MessagePlan $plan, string $id, int $refused): void
    {
        $this->conclude($plan, $id);
        $channel = $plan->tester->channel;
        if ($channel === Channel::Sms) {
            $this->findings->confirm('phone.format', $this->delivery->phoneFormat, $refused > 0 ? 'A number in this format was accepted, others were refused.' : 'A number in this format was accepted.');
        }
        if ($refused > 0 || $this->findings->isConfirmed('form.deliveryMethod')) {
            $this->findings->isConfirmed($channel->delivery()) || $this->findings->confirm($channel->delivery(), $this->delivery->value, 'A message with this value was accepted.');
        }
    }

    private function outcome(SendResult $result): ?string
    {
        if ($result->requestId !== null) {
            $this->console->line('Accepted.');
        } else {
            $this->console->warning(($result->isRefused() ? 'Not sent: ' : 'Its outcome is unknown, so it counts as sent: ') . $result->text);
        }
        return $result->requestId;
    }

    private function conclude(MessagePlan $plan, string $id): void
    {
        foreach ($this->routes->only(Operation::Send)?->wire() ?? [] as $key => $value) {
            $this->findings->confirm($key, $value, 'A send to it was accepted.');
        }
        $echoed = $this->reader->read($id);
        if ($echoed === null) {
            $this->console->warning('Retrieve did not return the request, so it cannot be told which names the service took.');
            return;
        }
        $this->repeatsAnything = $this->repeatsAnything || $echoed->containsText('zqcontrol');
        $this->fields->concludeFromEcho($plan, $echoed, $this->repeatsAnything);
        $stuck = $this->repeatsAnything ? [] : $echoed->stuck($plan);
        $this->nothingStuck = $stuck === [] && !$this->repeatsAnything && !$this->knowledge->tellsNames;
        $this->console->line($this->repeatsAnything
            ? 'Retrieve repeats every name, known or not, so it proves nothing.'
            : 'Retrieve repeated ' . count($stuck) . ' of the names.');
    }

    /** @return array<string, string> */
    private function wire(): array
    {
        $wire = $this->routes->wire();
        return WireKeys::isKnown('phone.format') ? $wire + ['phone.format' => $this->delivery->phoneFormat] : $wire;
    }
}
