from django.apps import AppConfig


class SubgroupsConfig(AppConfig):
    name = "subgroups"

    def ready(self) -> None:
        from communities import deeds, desk, filters, traces
        from subgroups import kinds
        from subgroups.desk import ALONE, DEEDS, FIRST_STEP, SEEKING, UNLED
        from subgroups.filters import BY_SUBGROUP
        from subgroups.leaving import settle_places
        from subgroups.permissions import leads_any

        desk.holders.append(leads_any)
        desk.steps.append(FIRST_STEP)
        desk.blocks += [UNLED, SEEKING, ALONE]
        filters.filters.append(BY_SUBGROUP)
        deeds.names.update(DEEDS)
        traces.settlers.append(settle_places)
        kinds.register()
