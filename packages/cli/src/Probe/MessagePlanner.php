<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** Decides which names a message contains. */
final readonly class MessagePlanner
{
    /** A name that no service has: if Retrieve repeats it, it repeats everything. */
    public const CONTROL = 'CotpProbeControl';

    public function __construct(
        private Settings $settings,
        private Candidates $candidates,
        private BodyKnowledge $knowledge,
        private Findings $findings,
    ) {
    }

    public function channel(): Channel
    {
        return $this->settings->tester->channel;
    }

    /** @return list<Delivery> */
    public function deliveries(): array
    {
        $channel = $this->channel();
        return Delivery::toTry($channel, $this->candidates, $this->knowledge->deliveryValues[$channel->delivery()] ?? []);
    }

    public function markers(int $message, Delivery $delivery): Markers
    {
        return new Markers(
            $this->settings->tester,
            $delivery->value,
            $delivery->phoneFormat,
            $message,
            $this->settings->bookerId,
            $this->settings->callbackUrl,
        );
    }

    /** Returns the first message: every candidate, or only those that the service knows if it refuses others. */
    public function first(Markers $markers): MessagePlan
    {
        $onlyKnown = $this->knowledge->refusesUnknown && $this->knowledge->tellsNames;
        $placed = [];
        foreach ($this->keys() as $key) {
            $known = $this->knowledge->namesOf($key);
            array_push($placed, ...$this->place($key, $onlyKnown ? $known : [...$known, ...$this->candidates->of($key)], $markers, lcfirst: false));
        }
        return new MessagePlan($this->settings->tester, $markers, self::unique($placed), $onlyKnown);
    }

    /** Returns every candidate in the other casing. */
    public function otherCasing(Markers $markers): MessagePlan
    {
        $placed = [];
        foreach ($this->keys() as $key) {
            array_push($placed, ...$this->place($key, $this->candidates->of($key), $markers, lcfirst: true));
        }
        return new MessagePlan($this->settings->tester, $markers, self::unique($placed));
    }

    /** Returns the second message: only names that were found, and for the destination all that may be it. */
    public function second(Markers $markers): MessagePlan
    {
        $placed = [];
        foreach ($this->keys() as $key) {
            $name = $this->findings->value($key);
            $names = $name !== null ? [$name] : $this->knowledge->namesOf($key);
            if ($key === $this->settings->tester->channel->destination()) {
                $names = array_values(array_unique([...$names, ...($this->knowledge->namesOf($key) ?: $this->candidates->of($key))]));
            }
            array_push($placed, ...$this->place($key, $names, $markers, lcfirst: false));
        }
        return new MessagePlan($this->settings->tester, $markers, self::unique($placed), $this->knowledge->refusesUnknown);
    }

    /** @return list<string> the fields of a message: without a stored card, and without the other channel */
    private function keys(): array
    {
        $absent = ['form.cardUri', $this->settings->tester->channel->other()->destination()];
        return array_values(array_diff($this->candidates->keys('form.'), $absent));
    }

    /**
     * @param list<string> $names
     * @return list<Placed>
     */
    private function place(string $key, array $names, Markers $markers, bool $lcfirst): array
    {
        $placed = [];
        foreach (array_values(array_unique($names)) as $number => $name) {
            $placed[] = new Placed($key, $number, $lcfirst ? lcfirst($name) : $name, $markers->value($key, $number));
        }
        return $placed;
    }

    /**
     * @param list<Placed> $placed
     * @return list<Placed> the first of those with the same name, regardless of case
     */
    private static function unique(array $placed): array
    {
        $byName = [];
        foreach ($placed as $one) {
            $byName[strtolower($one->name)] ??= $one;
        }
        return array_values($byName);
    }
}
