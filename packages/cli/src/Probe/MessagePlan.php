<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpForm;

/**
 * The names and values of one message. The extension always sends a booker's id, a destination, a language and a delivery
 * method: the first candidate of each gets its name by an override of the wire table, all other names are extra fields.
 */
final readonly class MessagePlan
{
    private const ALWAYS = ['form.bookerId', 'form.language', 'form.deliveryMethod'];

    /** Fields whose name may carry the language in a service that refuses the default name of the language. */
    private const TEXTS = ['form.headerText', 'form.footerText', 'form.recipientName', 'form.bookerName', 'form.supportLinkText'];

    private const UNUSED = 'CotpProbeUnused';

    /**
     * @param list<Placed> $placed no two with the same name, regardless of case
     * @param bool $isExact whether no other name may be sent
     */
    public function __construct(public Tester $tester, public Markers $markers, public array $placed, private bool $isExact = false)
    {
    }

    /** @return list<Placed> */
    public function of(string $key): array
    {
        return array_values(array_filter($this->placed, static fn (Placed $placed): bool => $placed->key === $key));
    }

    /** @return list<string> */
    public function names(): array
    {
        return array_column($this->placed, 'name');
    }

    /** Returns the plan with one more name. */
    public function with(Placed $placed): self
    {
        return new self($this->tester, $this->markers, [...$this->placed, $placed], $this->isExact);
    }

    /**
     * Returns the plan without these names.
     * @param list<string> $names
     */
    public function without(array $names): self
    {
        $lower = array_map(strtolower(...), $names);
        return new self($this->tester, $this->markers, array_values(array_filter(
            $this->placed,
            static fn (Placed $placed): bool => !in_array(strtolower($placed->name), $lower, true),
        )), $this->isExact);
    }

    /** Returns the plan with only this name for the field. */
    public function withOnly(string $key, string $name): self
    {
        return new self($this->tester, $this->markers, array_values(array_filter(
            $this->placed,
            static fn (Placed $placed): bool => $placed->key !== $key || $placed->name === $name,
        )), $this->isExact);
    }

    /** @return array<string, string|int|bool> the whole body, for the guard */
    public function body(): array
    {
        return array_column($this->placed, 'value', 'name');
    }

    /** @return list<string> keys of fields that the extension always sends, for which the plan has no name */
    public function lacking(): array
    {
        return array_values(array_filter(
            [...self::ALWAYS, $this->tester->channel->destination()],
            fn (string $key): bool => $this->of($key) === [],
        ));
    }

    /** @return array<string, string> overrides for the names of the fields that the extension always sends */
    public function wire(): array
    {
        $wire = [];
        foreach ([...self::ALWAYS, $this->tester->channel->destination()] as $key) {
            foreach (array_slice($this->of($key), 0, 1) as $placed) {
                $wire[$key] = $placed->name;
            }
        }
        $borrowed = $this->borrowed();
        if ($borrowed !== null) {
            // Two entries must not have the same name, so the text gets one that is not sent.
            $wire = [...$wire, 'form.language' => $borrowed->name, $borrowed->key => self::UNUSED];
        }
        foreach (array_slice($this->of('form.deliveryMethod'), 0, 1) as $placed) {
            $wire[$this->tester->channel->delivery()] = (string) $placed->value;
        }
        return $wire;
    }

    public function form(): CotpForm
    {
        $slots = array_map(fn (string $key): ?Placed => $this->of($key)[0] ?? null, array_combine(self::ALWAYS, self::ALWAYS));
        $taken = [...array_values($slots), $this->of($this->tester->channel->destination())[0] ?? null, $this->borrowed()];
        $extra = [];
        foreach ($this->placed as $placed) {
            if (!in_array($placed, $taken, true)) {
                $extra[$placed->name] = $placed->value;
            }
        }
        $isEmail = $this->tester->channel === Channel::Email;
        return new CotpForm(
            bookerId: (string) ($slots['form.bookerId']->value ?? 'cotp-probe'),
            email: $isEmail ? $this->tester->address : null,
            phone: $isEmail ? null : $this->tester->address,
            language: (string) ($slots['form.language']->value ?? 'EN'),
            extra: $extra,
        );
    }

    /** Returns the text whose name carries the language, because the extension always sends one. */
    private function borrowed(): ?Placed
    {
        if (!$this->isExact || $this->of('form.language') !== []) {
            return null;
        }
        foreach (self::TEXTS as $key) {
            if ($this->of($key) !== []) {
                return $this->of($key)[0];
            }
        }
        return null;
    }
}
