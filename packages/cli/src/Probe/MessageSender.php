<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/**
 * Sends one message, and changes it if the service refuses it: names that the error contains are dropped, or the phone
 * number is written in the other format. A refused message is not delivered.
 */
final class MessageSender
{
    /** Fields whose values a service may check against the account. */
    private const RISKY = ['form.css', 'form.template', 'form.merchantName', 'form.threeDs', 'form.amount', 'form.currency'];

    public function __construct(private readonly Messenger $messenger, private readonly Console $console)
    {
    }

    /**
     * @param array<string, string> $wire
     * @return array{SendResult, MessagePlan}|null null if no further message may be sent
     */
    public function send(MessagePlan $plan, array $wire, BodyKnowledge $knowledge): ?array
    {
        $result = null;
        while ($this->messenger->mayTry() && $plan->of($plan->tester->channel->destination()) !== []) {
            $result = $this->messenger->send($plan, $wire);
            if (!$result->isRefused() || $result->httpStatus === 0) {
                break;
            }
            $this->console->line("Refused, not delivered: $result->text");
            $changed = $this->changed($plan, $result, $knowledge);
            if ($changed === null) {
                break;
            }
            $plan = $changed;
        }
        return $result === null ? null : [$result, $plan];
    }

    private function changed(MessagePlan $plan, SendResult $result, BodyKnowledge $knowledge): ?MessagePlan
    {
        $named = self::namesIn($result, $plan);
        if (array_intersect($named, $knowledge->namesOf($plan->tester->channel->destination())) !== []) {
            return null;
        }
        $changed = $plan->without($named);
        if ($named !== []) {
            return $changed->lacking() === $plan->lacking() ? $changed : null;
        }
        $unproven = array_values(array_filter($plan->placed, static fn (Placed $placed): bool => !in_array($placed->name, $knowledge->namesOf($placed->key), true)));
        $onlyKnown = $plan->without(array_column($unproven, 'name'));
        if ($knowledge->tellsNames && $unproven !== [] && $onlyKnown->lacking() === $plan->lacking()) {
            return $onlyKnown;
        }
        return null;
    }

    /** Returns the plan without the fields whose values a service may check against the account. */
    public static function cautious(MessagePlan $plan): MessagePlan
    {
        return $plan->without(array_column(array_filter($plan->placed, static fn (Placed $placed): bool => in_array($placed->key, self::RISKY, true)), 'name'));
    }

    /** @return list<string> */
    private static function namesIn(SendResult $result, MessagePlan $plan): array
    {
        $words = array_map(strtolower(...), $result->error?->identifiers() ?? []);
        $named = array_values(array_filter($plan->names(), static fn (string $name): bool => in_array(strtolower($name), $words, true)));
        if ($named !== []) {
            return $named;
        }
        return array_values(array_filter(
            $plan->names(),
            static fn (string $name): bool => preg_match('/(?<![A-Za-z0-9_])' . preg_quote($name, '/') . '(?![A-Za-z0-9_])/', $result->text) === 1,
        ));
    }
}
