<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Failure;
use Cotp\Polyfill\Properties;
use Cotp\Polyfill\RetentionRules;
use Cotp\Polyfill\Tables;
use Cotp\Polyfill\Thrown;

/** How long a card's security code is kept, and which destinations may receive it. */
final readonly class CotpRetention
{
    private const KEYS = ['until', 'untilTimezone', 'deleteCard', 'destinations'];

    public ?DateTimeInterface $until;
    public bool $deleteCard;
    /** @var list<CotpDestination> */
    public array $destinations;

    /** @param array<array-key, mixed> $destinations CotpDestination objects; their keys are not kept */
    public function __construct(?DateTimeInterface $until, bool $deleteCard = false, array $destinations = [])
    {
        Properties::constructOnce($this, 'until');
        self::requireCount($destinations, '__construct');
        $list = [];
        foreach ($destinations as $destination) {
            if (!$destination instanceof CotpDestination) {
                throw Thrown::whole(TypeError::class, 'CotpRetention::__construct', 3,
                    'must contain only CotpDestination objects, ' . Properties::givenName($destination) . ' given');
            }
            $list[] = $destination;
        }
        $this->until = $until;
        $this->deleteCard = $deleteCard;
        $this->destinations = $list;
    }

    /** @return array<string, mixed> */
    public function __serialize(): array
    {
        Properties::requireInitialized($this);
        // the methods of the base class, because a subclass may override them
        $date = $this->until === null ? null : DateTimeImmutable::createFromInterface($this->until);
        return [
            'version' => 1,
            'until' => $date?->format('U.u'),
            'untilTimezone' => $date?->format('e'),
            'deleteCard' => $this->deleteCard,
            'destinations' => array_map(Properties::serialize(...), $this->destinations),
        ];
    }

    /** @param array<array-key, mixed> $serialized */
    public function __unserialize(array $serialized): void
    {
        Properties::constructOnce($this, 'until');
        Properties::requireKeys(self::class, $serialized, self::KEYS);
        $deleteCard = Properties::property($this, 'deleteCard');
        $isDeleting = $deleteCard !== null && Properties::typed(self::class, $deleteCard, $serialized['deleteCard']) === true;
        [$text, $zone] = [$serialized['until'], $serialized['untilTimezone']];
        $until = self::date($text, $zone);
        if ($until === null && ($text !== null || $zone !== null)) {
            throw self::invalid(Failure::argument('until', 'must be a time in seconds with microseconds, and a time zone'));
        }
        $this->destinations = self::destinations($serialized['destinations']);
        $this->until = $until;
        $this->deleteCard = $isDeleting;
    }

    private static function date(mixed $text, mixed $zone): ?DateTimeImmutable
    {
        if (!is_string($text) || !is_string($zone)) {
            return null;
        }
        try {
            $date = DateTimeImmutable::createFromFormat('U.u', $text);
            return $date === false ? null : $date->setTimezone(new DateTimeZone($zone));
        } catch (Throwable) {
            return null;
        }
    }

    /** @return list<CotpDestination> */
    private static function destinations(mixed $given): array
    {
        if (!is_array($given)) {
            throw self::invalid(Failure::type('destinations', 'must be of type array'));
        }
        self::requireCount($given, '__unserialize');
        $destinations = [];
        foreach ($given as $element) {
            if (!is_array($element)) {
                throw self::invalid(Failure::type('destinations', 'must contain only arrays'));
            }
            $destination = (new ReflectionClass(CotpDestination::class))->newInstanceWithoutConstructor();
            try {
                $destination->__unserialize($element);
            } catch (ValueError|TypeError $error) {
                // the extension throws from its own function, so its message has the name of this one
                $message = str_replace('CotpDestination::__unserialize', 'CotpRetention::__unserialize', $error->getMessage());
                throw Thrown::atCaller(new ($error::class)($message));
            }
            $destinations[] = $destination;
        }
        return $destinations;
    }

    /** @param array<array-key, mixed> $destinations */
    private static function requireCount(array $destinations, string $method): void
    {
        if (count($destinations) > Tables::MAX_DESTINATIONS) {
            throw Thrown::argument("CotpRetention::$method", Failure::argument('destinations', RetentionRules::tooMany()), 1);
        }
    }

    private static function invalid(Failure $failure): Error
    {
        return Thrown::argument('CotpRetention::__unserialize', $failure, 1);
    }
}
