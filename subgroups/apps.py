from django.apps import AppConfig


class SubgroupsConfig(AppConfig):
    name = "subgroups"

    def ready(self) -> None:
        from communities import deeds, desk
        from subgroups import kinds
        from subgroups.desk import ALONE, DEEDS, FIRST_STEP, UNLED
        from subgroups.permissions import leads_any

        desk.holders.append(leads_any)
        desk.steps.append(FIRST_STEP)
        desk.blocks += [UNLED, ALONE]
        deeds.names.update(DEEDS)
        kinds.register()
